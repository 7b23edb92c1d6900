export { t as main } from "./main2.js";
