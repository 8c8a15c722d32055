/** Shows what others send to a stage, each of them in an element of their own, and nothing more of a stage before. */
export function showStreams(stage) {
  const { STAGE_PARTICIPANT_STREAMS_ADDED, STAGE_PARTICIPANT_STREAMS_REMOVED } =
    globalThis.IVSBroadcastClient.StageEvents;
  const videos = new Map();
  // A place for each stage: what one that was left says late is shown nowhere.
  const place = document.createElement("div");
  document.querySelector("#streams").replaceChildren(place);

  stage.on(STAGE_PARTICIPANT_STREAMS_ADDED, ({ id }, streams) => {
    const video = videos.get(id) ?? place.appendChild(newVideo());
    videos.set(id, video);
    for (const { mediaStreamTrack } of streams) video.srcObject.addTrack(mediaStreamTrack);
  });
  stage.on(STAGE_PARTICIPANT_STREAMS_REMOVED, ({ id }, streams) => {
    const video = videos.get(id);
    for (const { mediaStreamTrack } of streams) video?.srcObject.removeTrack(mediaStreamTrack);
    if (video?.srcObject.getTracks().length > 0) return;
    video?.remove();
    videos.delete(id);
  });
}

function newVideo() {
  const video = document.createElement("video");
  video.autoplay = true;
  video.playsInline = true;
  video.srcObject = new MediaStream();
  return video;
}
