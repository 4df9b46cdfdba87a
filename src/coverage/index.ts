export { createBoardController } from './board.controller';
export { createCallListControllers } from './call-list.controller';
export { createChoiceViewControllers } from './choice-view.controller';
export { type ChoiceViewService, createChoiceViewService } from './choice-view.service';
export { foldCoverage, rebuildCoverage } from './count.repository';
export { coverageRoutes } from './routes';
export { startCoverage } from './start-coverage';
