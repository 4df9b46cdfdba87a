export { createCounterControllers } from './counter.controller';
export { type CounterServices, createCounterServices } from './counter.services';
export { presentExplanation } from './explanation.presenter';
export type { CounterVisitor, RecordService } from './record.service';
export { counterRoutes } from './routes';
export { type RecordWork, withOpenRecord } from './with-open-record';
