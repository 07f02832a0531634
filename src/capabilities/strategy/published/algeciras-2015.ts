/** What the heads of police of the Western Mediterranean undertook at Algeciras in 2015. */
import type { CrimeArea } from '#wire/vocabulary.ts'
import { type Entry, entry, type PublishedText, words } from './content.ts'

export const ALGECIRAS_2015: PublishedText = {
  id: 'algeciras-2015',
  title: words(
    'Joint declaration of the heads of police of the Western Mediterranean',
    'Déclaration conjointe des chefs de police de la Méditerranée occidentale',
    'الإعلان المشترك لقادة الشرطة في غرب البحر الأبيض المتوسط',
    'Declaración conjunta de los jefes de policía del Mediterráneo occidental',
  ),
  by: words(
    'First meeting of the heads of police of the Western Mediterranean',
    'Première réunion des chefs de police de la Méditerranée occidentale',
    'الاجتماع الأول لقادة الشرطة في غرب البحر الأبيض المتوسط',
    'Primera reunión de los jefes de policía del Mediterráneo occidental',
  ),
  date: '2015-09-22',
  place: words('Algeciras', 'Algésiras', 'الجزيرة الخضراء', 'Algeciras'),
}

/** Who signed, ISO 3166-1 alpha-3; and who spoke. They agreed to meet every year. */
export const ALGECIRAS_SIGNATORIES = ['dza', 'esp', 'fra', 'ita', 'mar', 'mrt', 'prt', 'tun'] as const
export const ALGECIRAS_SPEAKERS = ['interpol', 'unodc', 'frontex'] as const

export interface Commitment extends Entry {
  readonly points: readonly Entry[]
}

const commitment = (one: Entry, points: readonly Entry[], crime_area?: CrimeArea): Commitment => ({
  ...one,
  points,
  ...(crime_area && { crime_area }),
})

/** The eight commitments, in their order. */
export const ALGECIRAS_COMMITMENTS: readonly Commitment[] = [
  commitment(
    entry('algeciras-terrorism', 'Terrorism', 'Terrorisme', 'الإرهاب', 'Terrorismo'),
    [
      entry(
        'algeciras-terrorism-fighters',
        'Work together to identify foreign terrorist fighters',
        'Travailler ensemble à l’identification des combattants terroristes étrangers',
        'العمل معًا على تحديد هوية المقاتلين الإرهابيين الأجانب',
        'Trabajar juntos para identificar a los combatientes terroristas extranjeros',
      ),
      entry(
        'algeciras-terrorism-action-plans',
        'Joint action plans to prevent terrorism and to investigate its ways of working',
        'Plans d’action communs pour prévenir le terrorisme et enquêter sur ses modes opératoires',
        'خطط عمل مشتركة لمنع الإرهاب والتحري عن أساليب عمله',
        'Planes de acción conjuntos para prevenir el terrorismo e investigar sus modos de actuar',
      ),
      entry('algeciras-terrorism-weapons', 'Control of weapons', 'Contrôle des armes', 'مراقبة الأسلحة', 'Control de las armas'),
    ],
    'terrorism',
  ),
  commitment(
    entry(
      'algeciras-international-crime',
      'International crime',
      'Criminalité internationale',
      'الجريمة الدولية',
      'Delincuencia internacional',
    ),
    [
      entry('algeciras-joint-investigations', 'Joint investigations', 'Enquêtes conjointes', 'تحقيقات مشتركة', 'Investigaciones conjuntas'),
      entry(
        'algeciras-cooperation-centres',
        'Police cooperation and coordination centres',
        'Centres de coopération et de coordination policières',
        'مراكز التعاون والتنسيق الشرطي',
        'Centros de cooperación y coordinación policial',
      ),
      entry(
        'algeciras-mixed-patrols',
        'Mixed patrols, which give results already and are to be strengthened',
        'Patrouilles mixtes, qui donnent déjà des résultats et sont à renforcer',
        'الدوريات المشتركة التي تعطي نتائجها بالفعل وينبغي تعزيزها',
        'Patrullas mixtas, que ya dan resultados y deben reforzarse',
      ),
    ],
  ),
  commitment(
    entry('algeciras-laundering', 'Money laundering', 'Blanchiment d’argent', 'غسل الأموال', 'Blanqueo de capitales'),
    [
      entry(
        'algeciras-laundering-control',
        'Measures to control the laundering of what organised crime gains',
        'Mesures de contrôle du blanchiment des gains de la criminalité organisée',
        'تدابير لمراقبة غسل عائدات الجريمة المنظمة',
        'Medidas de control del blanqueo de las ganancias de la delincuencia organizada',
      ),
    ],
    'financial-crime',
  ),
  commitment(
    entry('algeciras-mafias', 'Mafias', 'Mafias', 'عصابات المافيا', 'Mafias'),
    [
      entry(
        'algeciras-mafias-exchange',
        'Exchange of information and of experience',
        'Échange d’informations et d’expériences',
        'تبادل المعلومات والخبرات',
        'Intercambio de información y de experiencias',
      ),
    ],
    'criminal-networks',
  ),
  commitment(
    entry(
      'algeciras-migration',
      'Irregular migration and trafficking in human beings',
      'Migration irrégulière et traite des êtres humains',
      'الهجرة غير النظامية والاتجار بالبشر',
      'Migración irregular y trata de seres humanos',
    ),
    [
      entry(
        'algeciras-migration-operations',
        'Joint deployments and operations',
        'Déploiements et opérations conjoints',
        'عمليات انتشار وعمليات ميدانية مشتركة',
        'Despliegues y operaciones conjuntos',
      ),
      entry(
        'algeciras-migration-intelligence',
        'Intelligence on networks, routes and resources',
        'Renseignement sur les réseaux, les itinéraires et les moyens',
        'معلومات استخبارية عن الشبكات والمسارات والموارد',
        'Inteligencia sobre redes, rutas y recursos',
      ),
      entry(
        'algeciras-migration-training',
        'Technical training of border officers',
        'Formation technique des agents des frontières',
        'التدريب التقني لموظفي الحدود',
        'Formación técnica de los agentes de fronteras',
      ),
      entry(
        'algeciras-migration-documents',
        'Exchange on identity and travel documents',
        'Échanges sur les documents d’identité et de voyage',
        'تبادل المعلومات عن وثائق الهوية والسفر',
        'Intercambio sobre documentos de identidad y de viaje',
      ),
      entry(
        'algeciras-migration-origin',
        'Cooperation with countries of origin',
        'Coopération avec les pays d’origine',
        'التعاون مع بلدان المنشأ',
        'Cooperación con los países de origen',
      ),
      entry(
        'algeciras-migration-return',
        'Identification and return',
        'Identification et retour',
        'تحديد الهوية والإعادة',
        'Identificación y retorno',
      ),
    ],
    'migrant-smuggling-thb',
  ),
  commitment(
    entry('algeciras-cybercrime', 'Cybercrime', 'Cybercriminalité', 'الجريمة السيبرانية', 'Ciberdelincuencia'),
    [
      entry(
        'algeciras-cybercrime-units',
        'Exchange between specialised units',
        'Échanges entre unités spécialisées',
        'التبادل بين الوحدات المتخصصة',
        'Intercambio entre unidades especializadas',
      ),
      entry(
        'algeciras-cybercrime-training',
        'Specific training projects',
        'Projets de formation spécifiques',
        'مشاريع تدريبية خاصة',
        'Proyectos de formación específicos',
      ),
      entry(
        'algeciras-cybercrime-bodies',
        'Closer work with international bodies such as INTERPOL',
        'Travail plus étroit avec des organismes internationaux tels qu’INTERPOL',
        'تعاون أوثق مع الهيئات الدولية مثل الإنتربول',
        'Colaboración más estrecha con organismos internacionales como INTERPOL',
      ),
    ],
    'cybercrime',
  ),
  commitment(entry('algeciras-training', 'Training', 'Formation', 'التدريب', 'Formación'), [
    entry(
      'algeciras-training-exchange',
      'Exchange of students and teachers',
      'Échange d’élèves et d’enseignants',
      'تبادل الطلبة والمدرّسين',
      'Intercambio de alumnos y profesores',
    ),
    entry('algeciras-training-courses', 'Specific courses', 'Cours spécifiques', 'دورات متخصصة', 'Cursos específicos'),
    entry(
      'algeciras-training-network',
      'A network of training centres',
      'Un réseau de centres de formation',
      'شبكة من مراكز التدريب',
      'Una red de centros de formación',
    ),
  ]),
  commitment(
    entry(
      'algeciras-european-union',
      'Part of the European Union’s institutions',
      'Participation des institutions de l’Union européenne',
      'مشاركة مؤسسات الاتحاد الأوروبي',
      'Participación de las instituciones de la Unión Europea',
    ),
    [
      entry(
        'algeciras-european-union-projects',
        'Seek their part in operational, technological and training projects in the region',
        'Rechercher leur participation à des projets opérationnels, technologiques et de formation dans la région',
        'السعي إلى مشاركتها في المشاريع العملياتية والتكنولوجية والتدريبية في المنطقة',
        'Buscar su participación en proyectos operativos, tecnológicos y de formación en la región',
      ),
    ],
  ),
]
