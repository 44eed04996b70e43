import { createRoot } from "react-dom/client";

export { useEffect, useState } from "react";
export const mount = (view, place) => createRoot(place).render(view);
