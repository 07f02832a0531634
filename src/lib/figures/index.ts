/** Figures as they are published: which format a file is of, and each figure with the line that it stands on. */
export { FIELDS, FORMATS, type Format, MEASURES, type Measure, MOST_COLUMNS, type Recognised, recognise } from './formats.ts'
export { createFiguresReader, type FiguresSink, type FileFault, type Refused, rowTaker } from './read-csv.ts'
export { ROUTES, type Route, routeCode } from './routes.ts'
export { type Cell, isWhole, MOST_CELLS, MOST_ROUTES, MOST_ROWS, type RowFault, type RowFaultReason } from './rows.ts'
