export { forgetDevices, isTrustedDevice, trustDevice, trustFirstDevice } from './device.repository';
export {
  bindTotp,
  type FactorRecord,
  getFactors,
  keepPendingTotp,
  markFactors,
  unbindTotp,
} from './factor.repository';
export {
  createOwnerCheck,
  type OwnerAnswer,
  type OwnerCheck,
  type OwnerRefusal,
  type OwnerStep,
} from './owner-check';
export {
  type OwnerErrors,
  type OwnerStepModel,
  presentOwnerRefusal,
  presentOwnerStep,
} from './owner-step.presenter';
export { presentPhoneFault } from './phone-fault.presenter';
export { createPhraseCheck, normalisePhrase, type PhraseCheck } from './phrase-check';
export {
  type CodeDestination,
  createProofService,
  type ProofRequest,
  type ProofResult,
  type ProofService,
  type ProofStep,
} from './proof.service';
export {
  type ProofStepModel,
  presentCodeSending,
  presentMissingAnswer,
  presentProofResult,
  presentProofStep,
} from './proof-step.presenter';
export { isRisky } from './risk';
export { createSecurityController } from './security.controller';
export { createTotpSecret, findTotpCounter, totpAddress } from './totp';
