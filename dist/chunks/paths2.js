export { t as excluder } from "./paths.js";
