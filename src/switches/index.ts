export { switchRoutes } from './routes';
export { findSwitchName, type Switches, type SwitchName, switchNames } from './switch';
export { createSwitchControllers, switchWords } from './switch.controller';
export { listSwitches, loadSwitches } from './switch.repository';
export { createSwitchService, type SwitchService } from './switch.service';
