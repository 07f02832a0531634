/** What a questionnaire says by itself on its sheets, in the four languages. */
import type { QuestionnaireWords } from './questionnaire.ts'

const said = (en: string, fr: string, ar: string, es: string): QuestionnaireWords => ({ en, fr, ar, es })

/** Names of sheets have 31 characters at most, and none of \ / ? * [ ] : '. */
export const SHEETS = {
  instructions: said('How to fill it in', 'Mode d’emploi', 'طريقة التعبئة', 'Cómo rellenarlo'),
  answers: said('Answers', 'Réponses', 'الأجوبة', 'Respuestas'),
  choices: said('Choices', 'Choix', 'الاختيارات', 'Opciones'),
}

export const HEADINGS = {
  question: said('Question', 'Question', 'السؤال', 'Pregunta'),
  unit: said('What is counted', 'Ce qui est compté', 'ما يُحسب', 'Qué se cuenta'),
}

export const RULES: readonly QuestionnaireWords[] = [
  said(
    'Write in the coloured cells alone. Leave a cell empty where you do not know: an empty cell is “not said” and never a zero.',
    'N’écrivez que dans les cellules colorées. Laissez une cellule vide si vous ne savez pas : vide signifie « non dit » et jamais zéro.',
    'اكتب في الخلايا الملونة فقط. واترك الخلية فارغة إذا كنت لا تعلم: فالخلية الفارغة تعني «لم يُذكر» ولا تعني صفرًا أبدًا.',
    'Escriba solo en las celdas coloreadas. Deje una celda vacía si no lo sabe: vacía significa «no dicho» y nunca cero.',
  ),
  said(
    'Rows and columns may be sorted or made wider, not deleted, merged or added to.',
    'Les lignes et les colonnes peuvent être triées ou élargies ; n’en supprimez, n’en fusionnez et n’en ajoutez aucune.',
    'يمكن ترتيب الصفوف والأعمدة أو توسيعها، ولا يجوز حذفها أو دمجها أو الإضافة إليها.',
    'Las filas y columnas pueden ordenarse o ensancharse, no eliminarse, combinarse ni añadirse.',
  ),
  said(
    'Write numbers as numbers, without thousands separators. Formulas are not taken: paste their results as values.',
    'Écrivez les nombres comme nombres, sans séparateur de milliers. Les formules ne sont pas acceptées : collez leurs résultats comme valeurs.',
    'اكتب الأرقام بصيغة أرقام ومن دون فواصل للآلاف. ولا تُقبل الصيغ الحسابية: الصق نتائجها كقيم.',
    'Escriba los números como números, sin separadores de miles. No se admiten fórmulas: pegue sus resultados como valores.',
  ),
  said(
    'Write dates as dates, or as 2026-03-31.',
    'Écrivez les dates comme dates, ou sous la forme 2026-03-31.',
    'اكتب التواريخ بصيغة تاريخ، أو على الشكل 2026-03-31.',
    'Escriba las fechas como fechas, o así: 2026-03-31.',
  ),
  said(
    'A file with one cell that cannot be read is not taken at all; you are told which cells.',
    'Un fichier dont une seule cellule est illisible n’est pas accepté ; les cellules en cause vous sont indiquées.',
    'لا يُقبل الملف إذا تعذرت قراءة خلية واحدة منه، وتُبلَّغ بالخلايا المعنية.',
    'Un archivo con una sola celda que no pueda leerse no se admite; se le indica qué celdas son.',
  ),
]
