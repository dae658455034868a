using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Storage;

namespace Release.Tests.Support.Data;

/// <summary>Keeps the passes that were asked for after commits, and makes none.</summary>
internal sealed class RecordedPassRequests : IPassRequests
{
    private readonly ConcurrentQueue<(Cell Cell, DateTimeOffset Due)> _made = new();

    public IReadOnlyList<(Cell Cell, DateTimeOffset Due)> Made => [.. _made];

    public void Request(Cell cell, DateTimeOffset due) => _made.Enqueue((cell, due));
}
