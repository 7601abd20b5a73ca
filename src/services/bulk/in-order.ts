/** Does tasks at the same time and gives what they give in their own order; at most `ahead` are begun and not yet given. */
export async function* inOrder<Task, Done>(
  tasks: AsyncIterable<Task>,
  run: (task: Task) => Promise<Done>,
  ahead: number,
): AsyncGenerator<{ readonly task: Task; readonly done: Done }> {
  const begun: { readonly task: Task; readonly done: Promise<Done> }[] = [];
  for await (const task of tasks) {
    const done = run(task);
    // A failure is told when its turn comes; until then it is no unhandled one.
    done.catch(() => {});
    begun.push({ task, done });
    if (begun.length < ahead) continue;
    const first = begun.shift();
    if (first) yield { task: first.task, done: await first.done };
  }
  for (const { task, done } of begun) yield { task, done: await done };
}
