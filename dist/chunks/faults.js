export { n as faultHelp } from "./faults2.js";
