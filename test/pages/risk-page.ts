import { ProofPage } from './proof-page';

/** The step between the list of changes and the save. */
export class RiskPage extends ProofPage {
  protected readonly heading = /志愿前，请验证身份$/;
}
