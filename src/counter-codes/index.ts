export { createConfirmationControllers } from './confirmation.controller';
export {
  approveCounterCode,
  type CounterCode,
  findCounterCode,
  insertCounterCode,
  listCounterCodes,
  listWaitingCodes,
  putCodeHash,
  withdrawCounterCode,
  withdrawOpenCodes,
} from './counter-code.repository';
export { type CounterCodeService, createCounterCodeService, hashCounterCode } from './counter-code.service';
export { createEntranceControllers } from './entrance.controller';
export { createCounterPasswordControllers } from './password.controller';
export { createCounterPhoneControllers } from './phone.controller';
export { createCounterPhraseControllers } from './phrase.controller';
export { type CounterPurpose, counterPurposes, listOfferedPurposes, takesTwo } from './purpose';
export { presentPurpose } from './purpose.presenter';
export { counterCodeRoutes } from './routes';
