import { render } from "preact";

export { useEffect, useState } from "preact/hooks";
export const mount = (view, place) => render(view, place);
