/** NETCOP: the network of joint operational partnerships and joint investigation teams in West and Central Africa, as it was set up in 2021. */
import { type Entry, entry, type PublishedText, type Words, words } from './content.ts'

export const NETCOP_2021: PublishedText = {
  id: 'netcop-2021',
  title: words('NETCOP', 'NETCOP', 'نيتكوب (NETCOP)', 'NETCOP'),
  by: words(
    'Network funded by the European Union, led by Spain and France for two years',
    'Réseau financé par l’Union européenne, conduit par l’Espagne et la France pour deux ans',
    'شبكة يمولها الاتحاد الأوروبي وتقودها إسبانيا وفرنسا لمدة سنتين',
    'Red financiada por la Unión Europea, dirigida por España y Francia durante dos años',
  ),
  date: '2021-10',
  place: words('Dakar', 'Dakar', 'داكار', 'Dakar'),
}

/** A team of the network: a joint operational partnership or a joint investigation team, in a state (ISO 3166-1 alpha-3). */
export interface NetcopTeam {
  readonly kind: 'joint-operational-partnership' | 'joint-investigation-team'
  readonly state: 'sen' | 'mli' | 'gin' | 'gmb' | 'civ' | 'ner' | 'mrt'
}

export const NETCOP_TEAMS: readonly NetcopTeam[] = [
  ...(['sen', 'mli', 'gin', 'gmb', 'civ'] as const).map((state) => ({ kind: 'joint-operational-partnership' as const, state })),
  ...(['ner', 'mrt'] as const).map((state) => ({ kind: 'joint-investigation-team' as const, state })),
]

/** Bodies beside the teams; names of bodies are their own and are not translated. */
export const NETCOP_BODIES: readonly {
  readonly id: string
  readonly country: 'sen' | 'fra' | 'esp'
  readonly name: string
  readonly what: Words
}[] = [
  {
    id: 'netcop-dnlt',
    country: 'sen',
    name: 'DNLT',
    what: words(
      'National division against trafficking, of the border police (DPAF)',
      'Division nationale de lutte contre le trafic, de la police de l’air et des frontières (DPAF)',
      'الشعبة الوطنية لمكافحة الاتجار، التابعة لشرطة الحدود (DPAF)',
      'División nacional contra el tráfico, de la policía de fronteras (DPAF)',
    ),
  },
  {
    id: 'netcop-dci',
    country: 'fra',
    name: 'DCI',
    what: words(
      'International cooperation of the police',
      'Coopération internationale de la police',
      'التعاون الدولي الشرطي',
      'Cooperación policial internacional',
    ),
  },
  {
    id: 'netcop-french-border-police',
    country: 'fra',
    name: 'Police aux frontières',
    what: words('Border police', 'Police aux frontières', 'شرطة الحدود', 'Policía de fronteras'),
  },
  {
    id: 'netcop-cgef',
    country: 'esp',
    name: 'CGEF',
    what: words(
      'General commissariat for aliens and borders',
      'Commissariat général des étrangers et des frontières',
      'المفوضية العامة للأجانب والحدود',
      'Comisaría General de Extranjería y Fronteras',
    ),
  },
  {
    id: 'netcop-fiiapp',
    country: 'esp',
    name: 'FIIAPP',
    what: words('Implementing foundation', 'Fondation chargée de la mise en œuvre', 'مؤسسة منفذة', 'Fundación ejecutora'),
  },
  {
    id: 'netcop-civipol',
    country: 'fra',
    name: 'CIVIPOL',
    what: words('Implementing operator', 'Opérateur chargé de la mise en œuvre', 'جهة منفذة', 'Operador ejecutor'),
  },
]

export const NETCOP_AIMS: readonly Entry[] = [
  entry(
    'netcop-mentors',
    'Teams work as mentors with local investigative units, bringing organisation, strategy and operations against smuggling and trafficking',
    'Les équipes accompagnent en mentors les unités d’enquête locales : organisation, stratégie et opérations contre le trafic de migrants et la traite',
    'تعمل الفرق مرشدةً إلى جانب وحدات التحقيق المحلية في التنظيم والاستراتيجية والعمليات لمكافحة تهريب المهاجرين والاتجار بالبشر',
    'Los equipos actúan como mentores junto a las unidades de investigación locales: organización, estrategia y operaciones contra el tráfico de migrantes y la trata',
  ),
  entry(
    'netcop-state-of-play',
    'Each country’s state of play is exchanged at operational meetings',
    'L’état des lieux de chaque pays est échangé lors de réunions opérationnelles',
    'يُتبادل الوضع الراهن في كل بلد خلال اجتماعات عملياتية',
    'La situación de cada país se intercambia en reuniones operativas',
  ),
  entry(
    'netcop-share',
    'Share operational information, centralise and analyse it',
    'Partager l’information opérationnelle, la centraliser et l’analyser',
    'تبادل المعلومات العملياتية وتجميعها مركزيًا وتحليلها',
    'Compartir la información operativa, centralizarla y analizarla',
  ),
  entry(
    'netcop-analysis',
    'Strengthen the strategic analysis of migration',
    'Renforcer l’analyse stratégique des migrations',
    'تعزيز التحليل الاستراتيجي للهجرة',
    'Reforzar el análisis estratégico de la migración',
  ),
  entry(
    'netcop-effect',
    'Act more effectively against networks',
    'Agir plus efficacement contre les réseaux',
    'العمل بفعالية أكبر ضد الشبكات',
    'Actuar con mayor eficacia contra las redes',
  ),
]
