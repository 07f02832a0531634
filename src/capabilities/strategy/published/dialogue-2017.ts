/** The INTERPOL Dialogue with the regional police organisations, Lyon, 2017: its purpose and the four pillars. */
import { type Entry, entry, type PublishedText, words } from './content.ts'

export const DIALOGUE_2017: PublishedText = {
  id: 'interpol-dialogue-2017',
  title: words(
    'INTERPOL Dialogue with the regional police organisations',
    'Dialogue d’INTERPOL avec les organisations régionales de police',
    'حوار الإنتربول مع منظمات الشرطة الإقليمية',
    'Diálogo de INTERPOL con las organizaciones policiales regionales',
  ),
  by: words(
    'INTERPOL with AIMC, AMERIPOL, ASEANAPOL, ECO, Europol and GCCPOL; Frontex and UNODC observed',
    'INTERPOL avec le CMIA (AIMC), AMERIPOL, ASEANAPOL, l’ECO, Europol et GCCPOL ; Frontex et l’ONUDC observateurs',
    'الإنتربول مع مجلس وزراء الداخلية العرب (AIMC) وأميريبول وآسيانابول ومنظمة التعاون الاقتصادي (ECO) ويوروبول وجهاز الشرطة الخليجية (GCCPOL)؛ وفرونتكس ومكتب الأمم المتحدة المعني بالمخدرات والجريمة بصفة مراقب',
    'INTERPOL con el CMIA (AIMC), AMERIPOL, ASEANAPOL, la ECO, Europol y GCCPOL; Frontex y la UNODC como observadores',
  ),
  date: '2017-05-03',
  until: '2017-05-04',
  place: words('Lyon', 'Lyon', 'ليون', 'Lyon'),
}

export const DIALOGUE_PARTICIPANTS = ['interpol', 'aimc', 'ameripol', 'aseanapol', 'eco', 'europol', 'gccpol'] as const
export const DIALOGUE_OBSERVERS = ['frontex', 'unodc'] as const

export const DIALOGUE_PURPOSES: readonly Entry[] = [
  entry(
    'dialogue-roles',
    'Clarify roles, coordinate activities, exchange more',
    'Clarifier les rôles, coordonner les activités, échanger davantage',
    'توضيح الأدوار وتنسيق الأنشطة وزيادة التبادل',
    'Aclarar las funciones, coordinar las actividades, intercambiar más',
  ),
  entry(
    'dialogue-overlaps',
    'Review structures and activities, find overlaps and mitigate them',
    'Examiner les structures et les activités, repérer les chevauchements et y remédier',
    'مراجعة الهياكل والأنشطة وتحديد أوجه التداخل والتخفيف منها',
    'Revisar estructuras y actividades, hallar solapamientos y mitigarlos',
  ),
  entry('dialogue-roadmap', 'A roadmap', 'Une feuille de route', 'خارطة طريق', 'Una hoja de ruta'),
]

/** The four pillars of a global architecture, in their order. */
export const DIALOGUE_PILLARS: readonly Entry[] = [
  entry(
    'pillar-coordination',
    'Joint coordination of strategies and processes',
    'Coordination commune des stratégies et des processus',
    'التنسيق المشترك للاستراتيجيات والعمليات',
    'Coordinación conjunta de estrategias y procesos',
  ),
  entry(
    'pillar-national-node',
    'A single national node or contact point in each police system',
    'Un seul nœud ou point de contact national dans chaque système de police',
    'عقدة وطنية واحدة أو نقطة اتصال وطنية واحدة في كل منظومة شرطة',
    'Un único nodo o punto de contacto nacional en cada sistema policial',
  ),
  entry(
    'pillar-front-line',
    'Streamlined access to information for front-line officers',
    'Un accès simplifié à l’information pour les agents de terrain',
    'تيسير وصول موظفي الخطوط الأمامية إلى المعلومات',
    'Acceso ágil a la información para los agentes de primera línea',
  ),
  entry(
    'pillar-standards',
    'Global police standards',
    'Des normes policières mondiales',
    'معايير شرطية عالمية',
    'Normas policiales mundiales',
  ),
]

export const DIALOGUE_THREATS: readonly Entry[] = [
  {
    ...entry('dialogue-threat-cybercrime', 'Cybercrime', 'Cybercriminalité', 'الجريمة السيبرانية', 'Ciberdelincuencia'),
    crime_area: 'cybercrime',
  },
  { ...entry('dialogue-threat-terrorism', 'Terrorism', 'Terrorisme', 'الإرهاب', 'Terrorismo'), crime_area: 'terrorism' },
  {
    ...entry(
      'dialogue-threat-fighters',
      'Movement of foreign terrorist fighters',
      'Déplacements des combattants terroristes étrangers',
      'تنقلات المقاتلين الإرهابيين الأجانب',
      'Desplazamientos de combatientes terroristas extranjeros',
    ),
    crime_area: 'terrorism',
  },
]
