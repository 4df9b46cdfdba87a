import { CandidatePage } from './candidate-page';

/** A page that tells why something was not done. */
export class RefusalPage extends CandidatePage {
  protected readonly heading = /./;
}
