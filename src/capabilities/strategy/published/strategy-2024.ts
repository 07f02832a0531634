/** The EUROMED Police Strategy 2024+: what it serves, its instruments, common goals, eleven priorities and the way forward. Tiers are the Forum's to set. */
import type { CrimeArea } from '#wire/vocabulary.ts'
import { type Entry, entry, type PublishedText, words } from './content.ts'

export const STRATEGY_2024: PublishedText = {
  id: 'euromed-strategy-2024',
  title: words(
    'EUROMED Police Strategy 2024+',
    'Stratégie EUROMED Police 2024+',
    'استراتيجية يوروميد للشرطة 2024+',
    'Estrategia EUROMED Policía 2024+',
  ),
  by: words(
    'Strategic Cooperation Forum',
    'Forum de coopération stratégique',
    'منتدى التعاون الاستراتيجي',
    'Foro de Cooperación Estratégica',
  ),
  date: '2024-09-16',
  place: words('online', 'en ligne', 'عبر الإنترنت', 'en línea'),
}

export const SERVES_2024: readonly Entry[] = [
  entry(
    'serves-2024-exchange',
    'Regional exchange on serious and organised crime',
    'Échanges régionaux sur la grande criminalité organisée',
    'التبادل الإقليمي بشأن الجريمة الخطيرة والمنظمة',
    'Intercambio regional sobre la delincuencia grave y organizada',
  ),
  entry(
    'serves-2024-capacity-building',
    'Sustainable capacity building that follows from regional assessments',
    'Renforcement durable des capacités à partir d’évaluations régionales',
    'بناء قدرات مستدام ينبني على تقييمات إقليمية',
    'Desarrollo sostenible de capacidades a partir de evaluaciones regionales',
  ),
  entry(
    'serves-2024-orientation',
    'Strategic and political orientation',
    'Orientation stratégique et politique',
    'توجيه استراتيجي وسياسي',
    'Orientación estratégica y política',
  ),
  entry(
    'serves-2024-response',
    'High-level response to a situation that changes',
    'Réponse de haut niveau à une situation qui évolue',
    'استجابة رفيعة المستوى لأوضاع متغيرة',
    'Respuesta de alto nivel a una situación cambiante',
  ),
]

export const INSTRUMENTS_2024: readonly Entry[] = [
  entry(
    'instrument-2024-forum',
    'Strategic Cooperation Forum',
    'Forum de coopération stratégique',
    'منتدى التعاون الاستراتيجي',
    'Foro de Cooperación Estratégica',
  ),
  entry(
    'instrument-2024-reports',
    'Reports on training needs (OTNA) and on threats (EMTA)',
    'Rapports sur les besoins de formation (OTNA) et sur les menaces (EMTA)',
    'تقارير الاحتياجات التدريبية (OTNA) وتقارير التهديدات (EMTA)',
    'Informes sobre necesidades de formación (OTNA) y sobre amenazas (EMTA)',
  ),
  entry(
    'instrument-2024-thematic-groups',
    'EMPACT thematic groups',
    'Groupes thématiques EMPACT',
    'المجموعات المواضيعية لإمباكت (EMPACT)',
    'Grupos temáticos EMPACT',
  ),
  entry(
    'instrument-2024-mechanism',
    'Cooperation with the EMPACT mechanism',
    'Coopération avec le mécanisme EMPACT',
    'التعاون مع آلية إمباكت (EMPACT)',
    'Cooperación con el mecanismo EMPACT',
  ),
  entry(
    'instrument-2024-synergy',
    'Synergy of the operational, the analytical and the training side',
    'Synergie des volets opérationnel, analytique et formation',
    'التآزر بين الجوانب العملياتية والتحليلية والتدريبية',
    'Sinergia de las vertientes operativa, analítica y formativa',
  ),
  entry(
    'instrument-2024-emerging-threats',
    'Swift action on emerging threats',
    'Action rapide face aux menaces émergentes',
    'التحرك السريع إزاء التهديدات الناشئة',
    'Actuación rápida ante amenazas emergentes',
  ),
]

export interface CommonGoal extends Entry {
  readonly actions: readonly Entry[]
}

export const COMMON_GOALS_2024: readonly CommonGoal[] = [
  {
    ...entry('goal-2024-coordination', 'Improve coordination', 'Améliorer la coordination', 'تحسين التنسيق', 'Mejorar la coordinación'),
    actions: [
      entry(
        'goal-2024-coordination-contact-points',
        'Develop the contact points: national and international coordination, exchange of information',
        'Développer les points de contact : coordination nationale et internationale, échange d’informations',
        'تطوير نقاط الاتصال: التنسيق الوطني والدولي وتبادل المعلومات',
        'Desarrollar los puntos de contacto: coordinación nacional e internacional, intercambio de información',
      ),
      entry(
        'goal-2024-coordination-practice',
        'Take over proven practice',
        'Reprendre les pratiques éprouvées',
        'اعتماد الممارسات التي ثبتت جدواها',
        'Adoptar prácticas probadas',
      ),
    ],
  },
  {
    ...entry('goal-2024-synergies', 'Synergies', 'Synergies', 'التآزر', 'Sinergias'),
    actions: [
      entry(
        'goal-2024-synergies-capacity-building',
        'Joint capacity building with states and agencies of the European Union',
        'Renforcement des capacités avec les États et les agences de l’Union européenne',
        'بناء القدرات بالاشتراك مع دول الاتحاد الأوروبي ووكالاته',
        'Desarrollo conjunto de capacidades con Estados y agencias de la Unión Europea',
      ),
      entry(
        'goal-2024-synergies-projects',
        'Links to other projects that the European Union funds: regular channels, no duplication',
        'Liens avec les autres projets financés par l’Union européenne : canaux réguliers, pas de double emploi',
        'الربط بالمشاريع الأخرى التي يمولها الاتحاد الأوروبي: قنوات منتظمة وبلا ازدواجية',
        'Vínculos con otros proyectos financiados por la Unión Europea: canales regulares, sin duplicaciones',
      ),
    ],
  },
  {
    ...entry('goal-2024-methodology', 'EMPACT methodology', 'Méthodologie EMPACT', 'منهجية إمباكت (EMPACT)', 'Metodología EMPACT'),
    actions: [entry('goal-2024-methodology-framework', 'A shared framework', 'Un cadre commun', 'إطار مشترك', 'Un marco común')],
  },
  {
    ...entry(
      'goal-2024-participation',
      'Participation in EMPACT activities',
      'Participation aux activités EMPACT',
      'المشاركة في أنشطة إمباكت (EMPACT)',
      'Participación en actividades EMPACT',
    ),
    actions: [
      entry(
        'goal-2024-participation-platform',
        'Thematic working groups as the platform with the Southern partners',
        'Les groupes de travail thématiques comme plateforme avec les partenaires du Sud',
        'مجموعات العمل المواضيعية بوصفها منصة العمل مع شركاء الجنوب',
        'Los grupos de trabajo temáticos como plataforma con los socios del Sur',
      ),
      entry(
        'goal-2024-participation-workshops',
        'Key areas and joint workshops',
        'Domaines clés et ateliers communs',
        'مجالات رئيسية وورش عمل مشتركة',
        'Ámbitos clave y talleres conjuntos',
      ),
    ],
  },
]

/** An action that is proposed; `training` where the strategy names it as a topic to train. */
export interface Proposal extends Entry {
  readonly kind: 'action' | 'training'
}

export interface Priority extends Entry {
  readonly crime_area: CrimeArea
  readonly goals: readonly Entry[]
  readonly proposals: readonly Proposal[]
}

const action = (...said: Parameters<typeof entry>): Proposal => ({ ...entry(...said), kind: 'action' })
const training = (...said: Parameters<typeof entry>): Proposal => ({ ...entry(...said), kind: 'training' })

/** The eleven priorities; their order is that of the source and says nothing of their rank. */
export const PRIORITIES_2024: readonly Priority[] = [
  {
    ...entry('priority-2024-drugs', 'Drug trafficking', 'Trafic de stupéfiants', 'الاتجار بالمخدرات', 'Tráfico de drogas'),
    crime_area: 'drug-trafficking',
    goals: [
      entry(
        'drugs-goal-partnerships',
        'Stronger partnerships against common challenges',
        'Des partenariats plus forts face aux défis communs',
        'شراكات أقوى لمواجهة التحديات المشتركة',
        'Alianzas más sólidas ante los retos comunes',
      ),
      entry(
        'drugs-goal-cooperation',
        'Cooperation against cross-border organised crime',
        'Coopération contre la criminalité organisée transfrontalière',
        'التعاون على مكافحة الجريمة المنظمة العابرة للحدود',
        'Cooperación contra la delincuencia organizada transfronteriza',
      ),
    ],
    proposals: [
      action(
        'drugs-curriculum',
        'A curriculum on cooperation, challenges and prevention',
        'Un programme d’enseignement sur la coopération, les défis et la prévention',
        'منهاج تدريبي عن التعاون والتحديات والوقاية',
        'Un plan de estudios sobre cooperación, retos y prevención',
      ),
      training(
        'drugs-thematic-group',
        'Trainings with the EMPACT thematic group',
        'Formations avec le groupe thématique EMPACT',
        'دورات تدريبية مع المجموعة المواضيعية لإمباكت (EMPACT)',
        'Formaciones con el grupo temático EMPACT',
      ),
      training(
        'drugs-laboratories',
        'Exercises: drug laboratories, their dismantling, illicit cultivation',
        'Exercices : laboratoires de drogue, leur démantèlement, cultures illicites',
        'تمارين: مختبرات المخدرات وتفكيكها والزراعة غير المشروعة',
        'Ejercicios: laboratorios de drogas, su desmantelamiento, cultivos ilícitos',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-smuggling-thb',
      'Migrant smuggling and trafficking in human beings',
      'Trafic de migrants et traite des êtres humains',
      'تهريب المهاجرين والاتجار بالبشر',
      'Tráfico de migrantes y trata de seres humanos',
    ),
    crime_area: 'migrant-smuggling-thb',
    goals: [
      entry(
        'smuggling-thb-goal-instruments',
        'Use of international legal instruments',
        'Recours aux instruments juridiques internationaux',
        'استعمال الصكوك القانونية الدولية',
        'Uso de los instrumentos jurídicos internacionales',
      ),
    ],
    proposals: [
      training(
        'smuggling-thb-prevention',
        'Activities on prevention, onsite and online',
        'Activités de prévention, sur place et en ligne',
        'أنشطة للوقاية حضوريًا وعبر الإنترنت',
        'Actividades de prevención, presenciales y en línea',
      ),
      action(
        'smuggling-thb-group-meetings',
        'Meetings of the EMPACT group',
        'Réunions du groupe EMPACT',
        'اجتماعات مجموعة إمباكت (EMPACT)',
        'Reuniones del grupo EMPACT',
      ),
      action(
        'smuggling-thb-law',
        'Law for the arrest and the prosecution of smugglers and traffickers',
        'Droit applicable à l’arrestation et à la poursuite des passeurs et des trafiquants',
        'القانون المنظم لتوقيف المهربين والمتاجرين بالبشر وملاحقتهم',
        'Derecho aplicable a la detención y el enjuiciamiento de traficantes de migrantes y tratantes',
      ),
      action(
        'smuggling-thb-awareness',
        'Training and awareness',
        'Formation et sensibilisation',
        'التدريب والتوعية',
        'Formación y sensibilización',
      ),
    ],
  },
  {
    ...entry('priority-2024-cybercrime', 'Cybercrime', 'Cybercriminalité', 'الجريمة السيبرانية', 'Ciberdelincuencia'),
    crime_area: 'cybercrime',
    goals: [
      entry(
        'cybercrime-goal-exchange',
        'Exchange of information',
        'Échange d’informations',
        'تبادل المعلومات',
        'Intercambio de información',
      ),
      entry('cybercrime-goal-emerging', 'Emerging threats', 'Menaces émergentes', 'التهديدات الناشئة', 'Amenazas emergentes'),
    ],
    proposals: [
      training(
        'cybercrime-evidence',
        'Collection of evidence and investigation',
        'Recueil des preuves et enquête',
        'جمع الأدلة والتحقيق',
        'Obtención de pruebas e investigación',
      ),
      training(
        'cybercrime-cryptocurrencies',
        'Regional, sub-regional and national trainings, on cryptocurrencies and the darkweb among others',
        'Formations régionales, sous-régionales et nationales, notamment sur les cryptomonnaies et le darkweb',
        'دورات تدريبية إقليمية ودون إقليمية ووطنية، منها ما يتناول العملات المشفرة والشبكة المظلمة',
        'Formaciones regionales, subregionales y nacionales, entre otras sobre criptomonedas y la red oscura',
      ),
      action(
        'cybercrime-group-meetings',
        'Meetings of the EMPACT group',
        'Réunions du groupe EMPACT',
        'اجتماعات مجموعة إمباكت (EMPACT)',
        'Reuniones del grupo EMPACT',
      ),
    ],
  },
  {
    ...entry('priority-2024-document-fraud', 'Document fraud', 'Fraude documentaire', 'تزوير الوثائق', 'Fraude documental'),
    crime_area: 'document-fraud',
    goals: [
      entry(
        'document-fraud-goal-borders',
        'Integrated border management',
        'Gestion intégrée des frontières',
        'الإدارة المتكاملة للحدود',
        'Gestión integrada de las fronteras',
      ),
    ],
    proposals: [
      training(
        'document-fraud-forensics',
        'Technology, specialised forensics and interview techniques',
        'Technologie, police scientifique spécialisée et techniques d’entretien',
        'التكنولوجيا والأدلة الجنائية المتخصصة وتقنيات المقابلة',
        'Tecnología, criminalística especializada y técnicas de entrevista',
      ),
      training(
        'document-fraud-authentic',
        'Recognition of authentic documents',
        'Reconnaissance des documents authentiques',
        'التعرف على الوثائق الأصلية',
        'Reconocimiento de documentos auténticos',
      ),
      training(
        'document-fraud-digital',
        'Fake digital documents',
        'Faux documents numériques',
        'الوثائق الرقمية المزورة',
        'Documentos digitales falsos',
      ),
      action(
        'document-fraud-borders',
        'Green, blue and air borders',
        'Frontières terrestres, maritimes et aériennes',
        'الحدود البرية والبحرية والجوية',
        'Fronteras terrestres, marítimas y aéreas',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-financial-crime',
      'Financial crime and money laundering',
      'Criminalité financière et blanchiment d’argent',
      'الجرائم المالية وغسل الأموال',
      'Delincuencia financiera y blanqueo de capitales',
    ),
    crime_area: 'financial-crime',
    goals: [
      entry(
        'financial-crime-goal-partnerships',
        'Partnerships and common strategies',
        'Partenariats et stratégies communes',
        'شراكات واستراتيجيات مشتركة',
        'Alianzas y estrategias comunes',
      ),
      entry('financial-crime-goal-cooperation', 'Wider cooperation', 'Une coopération élargie', 'تعاون أوسع', 'Una cooperación más amplia'),
    ],
    proposals: [
      action(
        'financial-crime-practice',
        'Exchange of good practice and of information',
        'Échange de bonnes pratiques et d’informations',
        'تبادل الممارسات الجيدة والمعلومات',
        'Intercambio de buenas prácticas y de información',
      ),
      training(
        'financial-crime-menafatf',
        'Mentoring in line with the evaluations of MENAFATF',
        'Mentorat conforme aux évaluations du GAFIMOAN (MENAFATF)',
        'مرافقة مهنية تتوافق مع تقييمات مجموعة العمل المالي لمنطقة الشرق الأوسط وشمال أفريقيا (MENAFATF)',
        'Tutoría conforme a las evaluaciones de MENAFATF',
      ),
      action(
        'financial-crime-multi-agency',
        'Response of several agencies: financial intelligence units, private sector',
        'Réponse interservices : cellules de renseignement financier, secteur privé',
        'استجابة مشتركة بين الأجهزة: وحدات المعلومات المالية والقطاع الخاص',
        'Respuesta interinstitucional: unidades de inteligencia financiera, sector privado',
      ),
      action(
        'financial-crime-asset-recovery',
        'Asset recovery across borders',
        'Recouvrement transfrontalier des avoirs',
        'استرداد الموجودات عبر الحدود',
        'Recuperación transfronteriza de activos',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-firearms',
      'Firearms trafficking',
      'Trafic d’armes à feu',
      'الاتجار بالأسلحة النارية',
      'Tráfico de armas de fuego',
    ),
    crime_area: 'firearms',
    goals: [
      entry('firearms-goal-exchange', 'Exchange of information', 'Échange d’informations', 'تبادل المعلومات', 'Intercambio de información'),
    ],
    proposals: [
      training('firearms-rules', 'International rules', 'Règles internationales', 'القواعد الدولية', 'Normas internacionales'),
      training(
        'firearms-trends',
        'Emerging trends, alternative firearms and ammunition',
        'Tendances émergentes, armes à feu et munitions alternatives',
        'الاتجاهات الناشئة والأسلحة النارية والذخائر البديلة',
        'Tendencias emergentes, armas de fuego y municiones alternativas',
      ),
      training(
        'firearms-tracing',
        'Tracing of small arms and light weapons',
        'Traçage des armes légères et de petit calibre',
        'تعقب الأسلحة الصغيرة والأسلحة الخفيفة',
        'Rastreo de armas pequeñas y ligeras',
      ),
      action(
        'firearms-gaps',
        'Gaps in exchange and in collection',
        'Lacunes dans l’échange et dans la collecte',
        'الثغرات في التبادل وفي الجمع',
        'Lagunas en el intercambio y en la recogida',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-illicit-trade',
      '(Online) trade in illicit goods and services',
      'Commerce (en ligne) de biens et services illicites',
      'الاتجار بالسلع والخدمات غير المشروعة (على الإنترنت)',
      'Comercio (en línea) de bienes y servicios ilícitos',
    ),
    crime_area: 'illicit-trade',
    goals: [
      entry('illicit-trade-goal-private-sector', 'Private sector', 'Secteur privé', 'القطاع الخاص', 'Sector privado'),
      entry(
        'illicit-trade-goal-victims',
        'An approach centred on victims',
        'Une approche centrée sur les victimes',
        'نهج محوره الضحايا',
        'Un enfoque centrado en las víctimas',
      ),
      entry(
        'illicit-trade-goal-interagency',
        'Work between agencies',
        'Travail interservices',
        'العمل المشترك بين الأجهزة',
        'Trabajo interinstitucional',
      ),
    ],
    proposals: [
      training(
        'illicit-trade-methods',
        'Policing methods and investigation techniques',
        'Méthodes policières et techniques d’enquête',
        'أساليب العمل الشرطي وتقنيات التحقيق',
        'Métodos policiales y técnicas de investigación',
      ),
      training(
        'illicit-trade-exchange',
        'International exchange',
        'Échanges internationaux',
        'التبادل الدولي',
        'Intercambio internacional',
      ),
      action(
        'illicit-trade-supply-chain',
        'Prevention and detection in the supply chain',
        'Prévention et détection dans la chaîne d’approvisionnement',
        'الوقاية والكشف في سلسلة التوريد',
        'Prevención y detección en la cadena de suministro',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-environmental-crime',
      'Environmental crime',
      'Criminalité environnementale',
      'الجرائم البيئية',
      'Delitos contra el medio ambiente',
    ),
    crime_area: 'environmental-crime',
    goals: [
      entry(
        'environmental-crime-goal-objectives',
        'Shared environmental objectives',
        'Des objectifs environnementaux communs',
        'أهداف بيئية مشتركة',
        'Objetivos medioambientales comunes',
      ),
    ],
    proposals: [
      training('environmental-crime-rules', 'International rules', 'Règles internationales', 'القواعد الدولية', 'Normas internacionales'),
      training(
        'environmental-crime-risk',
        'Risk assessment and the role of the police',
        'Évaluation des risques et rôle de la police',
        'تقييم المخاطر ودور الشرطة',
        'Evaluación de riesgos y papel de la policía',
      ),
      action(
        'environmental-crime-programme',
        '8th Environment Action Programme',
        '8e programme d’action pour l’environnement',
        'برنامج العمل البيئي الثامن',
        'VIII Programa de Acción en materia de Medio Ambiente',
      ),
      action(
        'environmental-crime-fatf',
        'Recommendations of the FATF',
        'Recommandations du GAFI',
        'توصيات مجموعة العمل المالي (FATF)',
        'Recomendaciones del GAFI',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-property-crime',
      'Organised property crime',
      'Criminalité organisée contre les biens',
      'الجرائم المنظمة ضد الممتلكات',
      'Delincuencia organizada contra la propiedad',
    ),
    crime_area: 'property-crime',
    goals: [
      entry(
        'property-crime-goal-collaboration',
        'International collaboration',
        'Collaboration internationale',
        'التعاون الدولي',
        'Colaboración internacional',
      ),
    ],
    proposals: [
      training(
        'property-crime-data',
        'Collection and analysis of data, preventive and reactive action',
        'Collecte et analyse de données, action préventive et réactive',
        'جمع البيانات وتحليلها، والعمل الوقائي والعمل الاستجابي',
        'Recogida y análisis de datos, actuación preventiva y reactiva',
      ),
      training(
        'property-crime-recovery',
        'Asset recovery and work between services',
        'Recouvrement des avoirs et travail interservices',
        'استرداد الموجودات والعمل المشترك بين الأجهزة',
        'Recuperación de activos y trabajo entre servicios',
      ),
      action('property-crime-definitions', 'Common definitions', 'Définitions communes', 'تعاريف مشتركة', 'Definiciones comunes'),
    ],
  },
  {
    ...entry(
      'priority-2024-criminal-networks',
      'High-risk criminal networks',
      'Réseaux criminels à haut risque',
      'الشبكات الإجرامية عالية الخطورة',
      'Redes delictivas de alto riesgo',
    ),
    crime_area: 'criminal-networks',
    goals: [
      entry(
        'criminal-networks-goal-cooperation',
        'Cooperation networks',
        'Réseaux de coopération',
        'شبكات التعاون',
        'Redes de cooperación',
      ),
    ],
    proposals: [
      training(
        'criminal-networks-techniques',
        'Networks and investigative techniques',
        'Réseaux et techniques d’enquête',
        'الشبكات وتقنيات التحقيق',
        'Redes y técnicas de investigación',
      ),
      training(
        'criminal-networks-targets',
        'High-value targets and sharing of data',
        'Cibles de haute valeur et partage de données',
        'الأهداف عالية القيمة وتبادل البيانات',
        'Objetivos de alto valor e intercambio de datos',
      ),
      action(
        'criminal-networks-cross-border',
        'Networks across borders',
        'Réseaux transfrontaliers',
        'الشبكات العابرة للحدود',
        'Redes transfronterizas',
      ),
      action(
        'criminal-networks-understanding',
        'A common understanding of organised crime',
        'Une compréhension commune de la criminalité organisée',
        'فهم مشترك للجريمة المنظمة',
        'Una comprensión común de la delincuencia organizada',
      ),
    ],
  },
  {
    ...entry(
      'priority-2024-child-abuse',
      'Child sexual abuse and exploitation',
      'Abus et exploitation sexuels d’enfants',
      'الاعتداء على الأطفال واستغلالهم جنسيًا',
      'Abuso y explotación sexual de menores',
    ),
    crime_area: 'child-abuse',
    goals: [
      entry(
        'child-abuse-goal-cooperation',
        'Better cooperation of all agencies',
        'Une meilleure coopération de tous les services',
        'تعاون أفضل بين جميع الأجهزة',
        'Mejor cooperación de todos los organismos',
      ),
    ],
    proposals: [
      training(
        'child-abuse-links',
        'Links to other crimes, awareness, prevention',
        'Liens avec d’autres infractions, sensibilisation, prévention',
        'الصلات بجرائم أخرى والتوعية والوقاية',
        'Vínculos con otros delitos, sensibilización, prevención',
      ),
      training(
        'child-abuse-psychology',
        'Psychology of victims and of offenders; officers’ care of themselves',
        'Psychologie des victimes et des auteurs ; préservation des agents eux-mêmes',
        'نفسية الضحايا والجناة، وعناية الموظفين بأنفسهم',
        'Psicología de las víctimas y de los autores; autocuidado de los agentes',
      ),
      action(
        'child-abuse-data',
        'Better collection and sharing of data',
        'Une meilleure collecte et un meilleur partage des données',
        'تحسين جمع البيانات وتبادلها',
        'Mejor recogida e intercambio de datos',
      ),
    ],
  },
]

/** The roadmap, in its order. */
export const WAY_FORWARD_2024: readonly Entry[] = [
  entry(
    'way-2024-validation',
    'Exchange of views, and validation of the revision',
    'Échange de vues et validation de la révision',
    'تبادل الآراء والمصادقة على المراجعة',
    'Intercambio de opiniones y validación de la revisión',
  ),
  entry(
    'way-2024-action-plan',
    'Action plan with goals, resources, opportunities, challenges and limitations',
    'Plan d’action avec objectifs, ressources, opportunités, défis et limites',
    'خطة عمل تتضمن الأهداف والموارد والفرص والتحديات والقيود',
    'Plan de acción con objetivos, recursos, oportunidades, retos y limitaciones',
  ),
  entry('way-2024-roadmap', 'Roadmap', 'Feuille de route', 'خارطة الطريق', 'Hoja de ruta'),
  entry(
    'way-2024-consultative-bodies',
    'Contact points and working groups as consultative bodies',
    'Points de contact et groupes de travail comme organes consultatifs',
    'نقاط الاتصال ومجموعات العمل بوصفها هيئات استشارية',
    'Puntos de contacto y grupos de trabajo como órganos consultivos',
  ),
  entry(
    'way-2024-baseline',
    'The strategy is the baseline of the next report on training needs (OTNA, 2026)',
    'La stratégie est le point de départ du prochain rapport sur les besoins de formation (OTNA, 2026)',
    'الاستراتيجية هي المرجع الأساسي للتقرير المقبل عن الاحتياجات التدريبية (OTNA، 2026)',
    'La estrategia es la base del próximo informe sobre necesidades de formación (OTNA, 2026)',
  ),
]
