export { createFonts, type Fonts, nameCharacter } from './fonts';
