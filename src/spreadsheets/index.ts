export { type Cell, CSV_MARK, formatCsvLine, makeSafe } from './csv';
export { type OfficeTable, tabulate } from './office-table';
export { sendTable, type TableFile, type TableFormat } from './send-table.controller';
export { type SheetSource, writeXlsx } from './xlsx';
export { type ZipMember, zipMembers } from './zip-stream';
