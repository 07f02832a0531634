/** The Euromed Police Strategy of 2017: five core priorities with objective and points to act on, five that cut across. */
import type { CrimeArea } from '#wire/vocabulary.ts'
import { type Entry, entry, type PublishedText, type Words, words } from './content.ts'

export const STRATEGY_2017: PublishedText = {
  id: 'euromed-strategy-2017',
  title: words('Euromed Police Strategy', 'Stratégie Euromed Police', 'استراتيجية يوروميد للشرطة', 'Estrategia Euromed Policía'),
  by: words(
    'Euromed Police, project phase IV; endorsed by its high-level meeting',
    'Euromed Police, phase IV du projet ; approuvée par sa réunion de haut niveau',
    'يوروميد للشرطة، المرحلة الرابعة من المشروع؛ أقرّها اجتماعه الرفيع المستوى',
    'Euromed Policía, fase IV del proyecto; refrendada por su reunión de alto nivel',
  ),
  date: '2017-02',
}

/** The premise that all share, and what else was agreed on. */
export const PREMISE_2017: readonly Entry[] = [
  entry(
    'strategy-2017-premise',
    'Citizens’ security is a basis of development; it needs cooperation at the political, the strategic and the technical level',
    'La sécurité des citoyens est un fondement du développement ; elle exige une coopération aux niveaux politique, stratégique et technique',
    'أمن المواطنين أساس للتنمية، وهو يتطلب التعاون على المستويات السياسية والاستراتيجية والتقنية',
    'La seguridad de los ciudadanos es una base del desarrollo; exige cooperación en los planos político, estratégico y técnico',
  ),
  entry(
    'strategy-2017-networks',
    'It is built on the contributions of two networks, Analysis and Capacity Building',
    'Elle repose sur les contributions de deux réseaux, Analyse et Renforcement des capacités',
    'تقوم على مساهمات شبكتين هما شبكة التحليل وشبكة بناء القدرات',
    'Se basa en las aportaciones de dos redes, Análisis y Desarrollo de capacidades',
  ),
  entry(
    'strategy-2017-action-plans',
    'Each objective has an agreed action plan, from which the missions of the year are taken',
    'Chaque objectif a un plan d’action convenu, dont s’inspirent les missions de l’année',
    'لكل هدف خطة عمل متفق عليها تُستمد منها مهمات السنة',
    'Cada objetivo tiene un plan de acción acordado, del que salen las misiones del año',
  ),
  entry(
    'strategy-2017-own-objectives',
    'Sustainability and the sharing of information are objectives of their own',
    'La durabilité et le partage de l’information sont des objectifs à part entière',
    'الاستدامة وتبادل المعلومات هدفان قائمان بذاتهما',
    'La sostenibilidad y el intercambio de información son objetivos por sí mismos',
  ),
]

export interface CorePriority extends Entry {
  readonly crime_area: CrimeArea
  readonly objective: Words
  readonly points: readonly Entry[]
}

export const CORE_PRIORITIES_2017: readonly CorePriority[] = [
  {
    ...entry('core-2017-terrorism', 'Counter-terrorism', 'Lutte contre le terrorisme', 'مكافحة الإرهاب', 'Lucha contra el terrorismo'),
    crime_area: 'terrorism',
    objective: words(
      'Detect, investigate, analyse and coordinate, foreign terrorist fighters above all',
      'Détecter, enquêter, analyser et coordonner, avant tout au sujet des combattants terroristes étrangers',
      'الكشف والتحري والتحليل والتنسيق، ولا سيما بشأن المقاتلين الإرهابيين الأجانب',
      'Detectar, investigar, analizar y coordinar, sobre todo respecto de los combatientes terroristas extranjeros',
    ),
    points: [
      entry(
        'core-2017-terrorism-mechanisms',
        'Mechanisms fit for today’s threats; officers trained in cyber matters',
        'Des dispositifs adaptés aux menaces d’aujourd’hui ; des agents formés aux questions cyber',
        'آليات ملائمة لتهديدات اليوم، وموظفون مدرّبون على المسائل السيبرانية',
        'Mecanismos adecuados a las amenazas de hoy; agentes formados en materia cibernética',
      ),
      entry(
        'core-2017-terrorism-internet-companies',
        'Better relations with internet companies',
        'De meilleures relations avec les entreprises de l’internet',
        'علاقات أفضل مع شركات الإنترنت',
        'Mejores relaciones con las empresas de internet',
      ),
      entry(
        'core-2017-terrorism-attacks-at-home',
        'The risk shifts to attacks at home',
        'Le risque se déplace vers des attaques sur le territoire national',
        'انتقال الخطر إلى الهجمات داخل البلد',
        'El riesgo se desplaza hacia atentados en el propio país',
      ),
      entry(
        'core-2017-terrorism-radicalisation',
        'Early identification of persons who are being radicalised',
        'Détection précoce des personnes en voie de radicalisation',
        'الكشف المبكر عن الأشخاص الذين هم في طور التطرف',
        'Detección temprana de las personas en proceso de radicalización',
      ),
      entry(
        'core-2017-terrorism-enablers',
        'What enables it: false documents, illicit firearms',
        'Ce qui le facilite : faux documents, armes à feu illicites',
        'العوامل الميسِّرة: الوثائق المزورة والأسلحة النارية غير المشروعة',
        'Lo que lo facilita: documentos falsos, armas de fuego ilícitas',
      ),
    ],
  },
  {
    ...entry(
      'core-2017-migration',
      'Trafficking in human beings and facilitated immigration',
      'Traite des êtres humains et aide à l’immigration irrégulière',
      'الاتجار بالبشر وتيسير الهجرة غير النظامية',
      'Trata de seres humanos y facilitación de la inmigración irregular',
    ),
    crime_area: 'migrant-smuggling-thb',
    objective: words(
      'Know the networks and counter them',
      'Connaître les réseaux et les combattre',
      'معرفة الشبكات والتصدي لها',
      'Conocer las redes y combatirlas',
    ),
    points: [
      entry(
        'core-2017-migration-networks',
        'Multinational and flexible networks: cells around a hub, usually in the country of origin',
        'Réseaux multinationaux et souples : des cellules autour d’un noyau, le plus souvent dans le pays d’origine',
        'شبكات متعددة الجنسيات ومرنة: خلايا حول مركز يقع عادةً في بلد المنشأ',
        'Redes multinacionales y flexibles: células en torno a un núcleo, por lo general en el país de origen',
      ),
      entry(
        'core-2017-migration-documents',
        'Documents that are forged, or used by others',
        'Documents falsifiés ou utilisés par d’autres que leur titulaire',
        'وثائق مزورة أو مستعملة من غير أصحابها',
        'Documentos falsificados o usados por quien no es su titular',
      ),
      entry(
        'core-2017-migration-exploitation',
        'Sexual and labour exploitation',
        'Exploitation sexuelle et par le travail',
        'الاستغلال الجنسي والاستغلال في العمل',
        'Explotación sexual y laboral',
      ),
      entry(
        'core-2017-migration-social-media',
        'Recruitment and advertising on social media',
        'Recrutement et publicité sur les réseaux sociaux',
        'الاستقطاب والإعلان عبر وسائل التواصل الاجتماعي',
        'Captación y publicidad en las redes sociales',
      ),
    ],
  },
  {
    ...entry(
      'core-2017-cybercrime',
      'Cybercrime and cyber-terrorism',
      'Cybercriminalité et cyberterrorisme',
      'الجريمة السيبرانية والإرهاب السيبراني',
      'Ciberdelincuencia y ciberterrorismo',
    ),
    crime_area: 'cybercrime',
    objective: words(
      'Understand cyber investigations; relations between police, judiciary, providers and the public',
      'Maîtriser les enquêtes cyber ; relations entre police, justice, fournisseurs et public',
      'فهم التحقيقات السيبرانية، والعلاقات بين الشرطة والقضاء ومزودي الخدمات والجمهور',
      'Comprender las investigaciones cibernéticas; relaciones entre policía, justicia, proveedores y público',
    ),
    points: [
      entry(
        'core-2017-cybercrime-growth',
        'Growth in scale and in sophistication',
        'Croissance en ampleur et en sophistication',
        'تزايد الحجم والتعقيد',
        'Crecimiento en escala y en sofisticación',
      ),
      entry(
        'core-2017-cybercrime-attribution',
        'Attribution is the hardest part; the darknet is a gap',
        'L’attribution est le plus difficile ; le darknet est une lacune',
        'إسناد الفعل إلى مرتكبه هو الأصعب، والشبكة المظلمة ثغرة',
        'La atribución es lo más difícil; la red oscura es una laguna',
      ),
      entry(
        'core-2017-cybercrime-public',
        'Fraud: the public has to be told how to protect itself',
        'Fraude : le public doit savoir comment se protéger',
        'الاحتيال: ينبغي إطلاع الجمهور على سبل حماية نفسه',
        'Fraude: hay que decir al público cómo protegerse',
      ),
      entry(
        'core-2017-cybercrime-procedures',
        'Coordination, training, harmonised procedures',
        'Coordination, formation, procédures harmonisées',
        'التنسيق والتدريب ومواءمة الإجراءات',
        'Coordinación, formación, procedimientos armonizados',
      ),
    ],
  },
  {
    ...entry('core-2017-firearms', 'Firearms trafficking', 'Trafic d’armes à feu', 'الاتجار بالأسلحة النارية', 'Tráfico de armas de fuego'),
    crime_area: 'firearms',
    objective: words(
      'Detect and counter it, physical and online; find the crimes behind it',
      'Le détecter et le combattre, physique comme en ligne ; trouver les infractions qu’il cache',
      'كشفه والتصدي له ماديًا وعلى الإنترنت، والوقوف على الجرائم الكامنة وراءه',
      'Detectarlo y combatirlo, físico y en línea; hallar los delitos que hay detrás',
    ),
    points: [
      entry(
        'core-2017-firearms-internet',
        'It goes more and more by internet',
        'Il passe de plus en plus par internet',
        'يجري على نحو متزايد عبر الإنترنت',
        'Se hace cada vez más por internet',
      ),
      entry(
        'core-2017-firearms-conflict-zones',
        'Zones of conflict, present and past, are sources: hence border control',
        'Les zones de conflit, actuelles ou passées, en sont la source : d’où le contrôle aux frontières',
        'مناطق النزاع الحالية والسابقة مصادر له، ومن ثم أهمية مراقبة الحدود',
        'Las zonas de conflicto, presentes o pasadas, son fuente: de ahí el control fronterizo',
      ),
      entry(
        'core-2017-firearms-databases',
        'Use of INTERPOL’s iARMS and IBIN',
        'Utilisation d’iARMS et d’IBIN d’INTERPOL',
        'استعمال منظومتي الإنتربول iARMS وIBIN',
        'Uso de iARMS e IBIN de INTERPOL',
      ),
      entry(
        'core-2017-firearms-practice',
        'Sharing of good administrative practice',
        'Partage de bonnes pratiques administratives',
        'تبادل الممارسات الإدارية الجيدة',
        'Intercambio de buenas prácticas administrativas',
      ),
    ],
  },
  {
    ...entry('core-2017-drugs', 'Drug trafficking', 'Trafic de stupéfiants', 'الاتجار بالمخدرات', 'Tráfico de drogas'),
    crime_area: 'drug-trafficking',
    objective: words(
      'Find the traffic that threatens most, and the measures against it',
      'Identifier les trafics les plus menaçants et les mesures à leur opposer',
      'تحديد أشد أنواع الاتجار خطرًا والتدابير اللازمة لمواجهتها',
      'Determinar el tráfico más amenazante y las medidas contra él',
    ),
    points: [
      entry('core-2017-drugs-online', 'Trade online', 'Commerce en ligne', 'الاتجار على الإنترنت', 'Comercio en línea'),
      entry(
        'core-2017-drugs-captagon',
        'Captagon in the Middle East',
        'Captagon au Moyen-Orient',
        'الكبتاغون في الشرق الأوسط',
        'Captagón en Oriente Medio',
      ),
      entry(
        'core-2017-drugs-cocaine',
        'Cocaine from Latin America, by transatlantic flights and by vessels from West Africa; seizures are rising',
        'Cocaïne d’Amérique latine, par vols transatlantiques et par navires depuis l’Afrique de l’Ouest ; les saisies augmentent',
        'الكوكايين من أمريكا اللاتينية عبر الرحلات الجوية العابرة للأطلسي والسفن من غرب أفريقيا، والمضبوطات في ازدياد',
        'Cocaína de América Latina, en vuelos transatlánticos y en buques desde África occidental; las incautaciones aumentan',
      ),
    ],
  },
]

export const CROSS_CUTTING_2017: readonly Entry[] = [
  {
    ...entry('cross-2017-document-fraud', 'Document fraud', 'Fraude documentaire', 'تزوير الوثائق', 'Fraude documental'),
    crime_area: 'document-fraud',
  },
  {
    ...entry(
      'cross-2017-financial-investigations',
      'Financial investigations',
      'Enquêtes financières',
      'التحقيقات المالية',
      'Investigaciones financieras',
    ),
    crime_area: 'financial-crime',
  },
  {
    ...entry('cross-2017-money-laundering', 'Money laundering', 'Blanchiment d’argent', 'غسل الأموال', 'Blanqueo de capitales'),
    crime_area: 'financial-crime',
  },
  entry('cross-2017-border-controls', 'Border controls', 'Contrôles aux frontières', 'مراقبة الحدود', 'Controles fronterizos'),
  entry('cross-2017-criminal-analysis', 'Criminal analysis', 'Analyse criminelle', 'التحليل الجنائي', 'Análisis criminal'),
]
