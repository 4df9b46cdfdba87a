export type { AdmissionInstitution, AdmissionStatistics } from './admission-statistics';
export { hasAdmissionStatistics, insertAdmissionStatistics } from './admission-statistics.repository';
export { statisticsRoutes } from './routes';
export { createStatisticsController } from './statistics.controller';
