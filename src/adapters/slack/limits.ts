/** What Slack accepts. Documented in the Block Kit and Web API references unless a comment says otherwise. */
export const LIMITS = {
  blocksPerMessage: 50,
  blocksPerView: 100,
  /**
   * Characters over all blocks of one message. Not documented: Slack answers `msg_blocks_too_long` near 13,200, so
   * messages are split below it with a margin.
   */
  charactersPerMessage: 12_000,
  /** Of one text object; used for every block, also for rich text, whose own limit is not documented. */
  charactersPerBlock: 3_000,
  /** Fallback text of a message. */
  summaryCharacters: 3_000,
  actionsPerBlock: 25,
  buttonTextCharacters: 75,
  buttonValueCharacters: 2_000,
  optionsPerSelect: 100,
  optionTextCharacters: 75,
  optionValueCharacters: 150,
  confirmTitleCharacters: 100,
  confirmTextCharacters: 300,
  confirmButtonCharacters: 30,
  altTextCharacters: 2_000,
  urlCharacters: 3_000,
  childBlocksPerContainer: 10,
  containerTitleCharacters: 150,
  suggestedPrompts: 4,
  privateMetadataCharacters: 3_000,
  modalTitleCharacters: 24,
  inputCharacters: 3_000,
  threadTitleCharacters: 100,
  /** Documented pace of chat.postMessage: one a second in a channel. */
  msBetweenPosts: 1_000,
  /** A CSV that a person drops; the screening itself has its own limit on rows. */
  csvBytes: 1_000_000,
} as const;
