export {
  type LedgerFault,
  type LedgerFaultCode,
  type LedgerOptions,
  verifyVersions,
} from './verify-versions';
