export { createDisputeControllers } from './dispute.controller';
export { createDisputeService, type DisputeService } from './dispute.service';
export { disputeRoutes } from './routes';
export { createThawControllers } from './thaw.controller';
export { createThawService, type ThawService } from './thaw.service';
