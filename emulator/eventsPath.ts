/** Where clients that join open their WebSocket. */
export const eventsPath = "/events";
