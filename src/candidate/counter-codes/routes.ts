import { Router } from 'express';
import type { AsVisitor } from '../../infrastructure/http/as-visitor';
import type { ConfirmationControllers } from './confirmation.controller';
import type { EntranceControllers } from './entrance.controller';
import type { CounterPasswordControllers } from './password.controller';
import type { CounterPhoneControllers } from './phone.controller';
import type { CounterPhraseControllers } from './phrase.controller';

interface CounterCodePages {
  readonly entrance: EntranceControllers;
  readonly password: CounterPasswordControllers;
  readonly phone: CounterPhoneControllers;
  readonly phrase: CounterPhraseControllers;
  readonly confirmation: ConfirmationControllers;
}

export function counterCodeRoutes(
  { entrance, password, phone, phrase, confirmation }: CounterCodePages,
  asVisitor: AsVisitor,
): Router {
  const router = Router();
  router.get('/counter-code', asVisitor(entrance.show));
  router.post('/counter-code', asVisitor(entrance.submit));
  router.post('/counter-code/leaving', asVisitor(entrance.leave));
  router.get('/counter-code/password', asVisitor(password.show));
  router.post('/counter-code/password', asVisitor(password.submit));
  router.get('/counter-code/phone', asVisitor(phone.show));
  router.post('/counter-code/phone', asVisitor(phone.submit));
  router.get('/counter-code/phone/step', asVisitor(phone.showStep));
  router.post('/counter-code/phone/step', asVisitor(phone.answer));
  router.post('/counter-code/phone/code', asVisitor(phone.sendCode));
  router.get('/counter-code/phrase', asVisitor(phrase.show));
  router.post('/counter-code/phrase', asVisitor(phrase.submit));
  router.get('/counter-code/confirmation', asVisitor(confirmation.show));
  router.post('/counter-code/confirmation', asVisitor(confirmation.submit));
  return router;
}
