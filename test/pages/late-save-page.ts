import { CandidatePage } from './candidate-page';

/** A save that came after that of another window. */
export class LateSavePage extends CandidatePage {
  protected readonly heading = '本窗口的内容没有保存';
}
