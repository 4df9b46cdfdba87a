import { CandidatePage } from './candidate-page';

/** 正在排队登录: leads on by itself. */
export class WaitingPage extends CandidatePage {
  protected readonly heading = '正在排队登录';
}
