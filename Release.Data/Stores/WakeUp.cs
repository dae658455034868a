using Release.Core.Applications;

namespace Release.Data.Stores;

/// <summary>The wish that the pipeline looks at a cell at a time.</summary>
public sealed record WakeUp(Cell Cell, DateTimeOffset At);
