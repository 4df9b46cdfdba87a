export { type CodeField, issueCodeField, readVisitorCode } from './code-field.form';
export { createPictureCodeController } from './picture-code.controller';
export { createPictureCodeService, type PictureCodeService } from './picture-code.service';
export { pictureCodeRoutes } from './routes';
export {
  createVisitorCheck,
  type VisitorCheck,
  type VisitorCode,
  type VisitorResult,
} from './visitor-check';
