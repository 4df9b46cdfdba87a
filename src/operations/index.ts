export { examineDatabase, examineMachine, type Finding } from './doctor';
export { openDatabase } from './open-database';
export { wipeCandidates } from './wipe';
