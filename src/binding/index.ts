export { drawQrCode } from './qr-code';
export { bindingRoutes } from './routes';
export { createTotpBindingControllers } from './totp-binding.controller';
export { createTotpBindingService, type TotpBindingService } from './totp-binding.service';
export { createWechatBindingControllers } from './wechat-binding.controller';
export { createWechatBindingService, type WechatBindingService } from './wechat-binding.service';
