export { examineDatabase, examineMachine, type Finding } from './doctor';
export { findPublicUrl, StartRefused } from './installation';
export { openDatabase } from './open-database';
export { wipeCandidates } from './wipe';
