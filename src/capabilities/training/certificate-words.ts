/** The words of a certificate on paper, in each language. */
import type { Language } from '#wire/vocabulary.ts'
import type { CERTIFIED, CourseKind } from './vocabulary.ts'

export interface CertificateWords extends Record<(typeof CERTIFIED)[number], string> {
  readonly title: string
  readonly page: string
  readonly of: string
  readonly marking: string
  readonly demonstration: string
  readonly name: string
  readonly course: string
  readonly kind: string
  readonly days: string
  readonly institution: string
  readonly issuer: string
  readonly issued_at: string
  readonly number: string
  readonly digest: string
  readonly verify: string
  readonly how: string
  readonly kinds: Readonly<Record<CourseKind, string>>
}

const en: CertificateWords = {
  title: 'Certificate',
  page: 'Page',
  of: 'of',
  marking: 'PERSONAL',
  demonstration: 'DEMONSTRATION: no such course was held',
  attended: 'took part in the whole course',
  passed: 'took part in the whole course and passed its assessment',
  name: 'Participant',
  course: 'Course',
  kind: 'Kind',
  days: 'Days',
  institution: 'Institution',
  issuer: 'Issued by',
  issued_at: 'Issued on',
  number: 'Number',
  digest: 'SHA-256 of the signed statement',
  verify: 'How it is verified',
  how: 'The paper proves nothing by itself. The signed statement behind it is held by the member that issued it and by the member that nominated; either hands out its file, which anybody verifies offline with “portolan certificate verify”.',
  kinds: {
    residential: 'Residential',
    online: 'Online course',
    webinar: 'Webinar',
    exchange: 'Exchange',
    exercise: 'Exercise',
    'train-the-trainer': 'Train the trainer',
    mentoring: 'Mentoring',
  },
}
const fr: CertificateWords = {
  title: 'Certificat',
  page: 'Page',
  of: 'sur',
  marking: 'PERSONNEL',
  demonstration: 'DÉMONSTRATION : aucun cours de ce genre n’a eu lieu',
  attended: 'a suivi le cours en entier',
  passed: 'a suivi le cours en entier et réussi son évaluation',
  name: 'Participant',
  course: 'Cours',
  kind: 'Type',
  days: 'Jours',
  institution: 'Établissement',
  issuer: 'Délivré par',
  issued_at: 'Délivré le',
  number: 'Numéro',
  digest: 'SHA-256 de la communication signée',
  verify: 'Comment il se vérifie',
  how: 'Le papier ne prouve rien par lui-même. La communication signée est détenue par le membre qui l’a délivré et par celui qui a désigné ; chacun en remet le fichier, que quiconque vérifie hors ligne par « portolan certificate verify ».',
  kinds: {
    residential: 'En présence',
    online: 'Cours en ligne',
    webinar: 'Webinaire',
    exchange: 'Échange',
    exercise: 'Exercice',
    'train-the-trainer': 'Formation de formateurs',
    mentoring: 'Mentorat',
  },
}
const es: CertificateWords = {
  title: 'Certificado',
  page: 'Página',
  of: 'de',
  marking: 'PERSONAL',
  demonstration: 'DEMOSTRACIÓN: no se celebró tal curso',
  attended: 'asistió al curso completo',
  passed: 'asistió al curso completo y superó su evaluación',
  name: 'Participante',
  course: 'Curso',
  kind: 'Tipo',
  days: 'Días',
  institution: 'Institución',
  issuer: 'Expedido por',
  issued_at: 'Expedido el',
  number: 'Número',
  digest: 'SHA-256 de la comunicación firmada',
  verify: 'Cómo se verifica',
  how: 'El papel no prueba nada por sí mismo. La comunicación firmada la tienen el miembro que lo expidió y el que propuso; cada uno entrega su archivo, que cualquiera verifica sin conexión con «portolan certificate verify».',
  kinds: {
    residential: 'Presencial',
    online: 'Curso en línea',
    webinar: 'Seminario web',
    exchange: 'Intercambio',
    exercise: 'Ejercicio',
    'train-the-trainer': 'Formación de formadores',
    mentoring: 'Mentoría',
  },
}
const ar: CertificateWords = {
  title: 'شهادة',
  page: 'صفحة',
  of: 'من',
  marking: 'شخصي',
  demonstration: 'عرض تجريبي: لم تُعقد دورة كهذه',
  attended: 'حضر الدورة كاملة',
  passed: 'حضر الدورة كاملة واجتاز تقييمها',
  name: 'المشارك',
  course: 'الدورة',
  kind: 'النوع',
  days: 'الأيام',
  institution: 'المؤسسة',
  issuer: 'صادرة عن',
  issued_at: 'تاريخ الإصدار',
  number: 'الرقم',
  digest: 'بصمة SHA-256 للرسالة الموقعة',
  verify: 'كيف يُتحقق منها',
  how: 'الورقة لا تثبت شيئًا بذاتها. الرسالة الموقعة محفوظة لدى العضو الذي أصدرها ولدى العضو الذي رشّح، ويسلّم كل منهما ملفها، ويتحقق منه أي شخص دون اتصال بالأمر التالي:',
  kinds: {
    residential: 'حضورية',
    online: 'دورة عن بُعد',
    webinar: 'ندوة عبر الإنترنت',
    exchange: 'تبادل',
    exercise: 'تمرين',
    'train-the-trainer': 'تدريب المدربين',
    mentoring: 'إرشاد مهني',
  },
}
export const CERTIFICATE_WORDS: Readonly<Record<Language, CertificateWords>> = { en, fr, ar, es }
