export { t as containers } from "./containers2.js";
