export { forgetDevices, isTrustedDevice, trustDevice, trustFirstDevice } from './device.repository';
export { type FactorRecord, getFactors } from './factor.repository';
export { maskPhone } from './mask-phone';
export {
  type CodeDestination,
  createProofService,
  normalisePhrase,
  type ProofRequest,
  type ProofResult,
  type ProofService,
  type ProofStep,
} from './proof.service';
export {
  type ProofStepModel,
  presentCodeSending,
  presentProofResult,
  presentProofStep,
} from './proof-step.presenter';
export { isRisky } from './risk';
