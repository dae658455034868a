using Release.Core.Applications;

namespace Release.Web.Jobs;

/// <summary>A line of the jobs page.</summary>
/// <param name="Cell">Whose job it is.</param>
/// <param name="State">What it is doing.</param>
/// <param name="At">Running: since when. Waiting: until when. Failed: when it ran.</param>
/// <param name="Detail">Waiting: what for, <c>timer</c> or <c>nudge</c>. Running: on which node. Failed: why.</param>
internal sealed record JobLine(Cell Cell, JobState State, DateTimeOffset At, string Detail);
