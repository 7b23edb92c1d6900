export { t as openContainer, n as streamCompressed } from "./open.js";
