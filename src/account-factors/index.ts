export { createFactorService, type FactorService } from './factor.service';
export { createFactorControllers } from './factors.controller';
export { createPhoneScanControllers } from './phone-scan.controller';
export { accountFactorRoutes } from './routes';
export { createScanControllers } from './scan.controller';
export { createScanService, type Scanned, type ScanService } from './scan.service';
export { renderScanFailure } from './scan-failure';
export { createScanLimits, type ScanLimits } from './scan-limits';
export { SCAN_MS } from './session-data';
