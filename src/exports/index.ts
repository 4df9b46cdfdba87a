export { createExportControllers } from './export.controller';
export { createExportService, type ExportService } from './export.service';
export { createExportRunner, type ExportRunner } from './export-runner';
export { deleteOldPackages, findExport, KEPT_DAYS, listExports, readParts } from './list-export.repository';
export { openPackage, PackageFault } from './open-package';
export { joinHalves, PackageRefused } from './package-cipher';
export { exportRoutes } from './routes';
export { writeDbf } from './write-dbf';
