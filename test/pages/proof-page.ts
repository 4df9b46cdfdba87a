import { CandidatePage } from './candidate-page';

/** A page that asks for a rung of the ladder, or for the password where nothing is bound yet. */
export abstract class ProofPage extends CandidatePage {
  /** Types an answer: `动态密码：`, `验证码：`, `密码验证信息：` or `登录密码：`. */
  async prove(label: string, answer: string): Promise<void> {
    await this.main.getByLabel(label, { exact: true }).fill(answer);
  }
}
