import { CandidatePage } from './candidate-page';

export class SignedOutPage extends CandidatePage {
  protected readonly heading = '您已安全退出';
}
