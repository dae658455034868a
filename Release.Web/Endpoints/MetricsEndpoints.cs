using System.Globalization;
using System.Text;
using Release.Core.Access;
using Release.Core.Board;
using Release.Data.Queries;

namespace Release.Web.Endpoints;

/// <summary>Metrics in Prometheus' text format 0.0.4. Written by hand, because its packages are not in every registry.</summary>
internal static class MetricsEndpoints
{
    private const string Format = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", MetricsAsync).WithTags("Operation").WithName("metrics").WithSummary("Get metrics for Prometheus")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status403Forbidden);

    private static async Task<IResult> MetricsAsync(
        HttpContext context, DeploymentQueries deployments, EventQueries events, OutboxQueries outbox, IBoard board, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.Read) is { } refusal)
        {
            return refusal;
        }

        var text = new StringBuilder();
        ByStatus(text, "release_deployments", "Deployments on record, by status.", await deployments.CountByStatusAsync(context.RequestAborted));
        ByStatus(text, "release_outbox_messages", "Messages to people, by status.", await outbox.CountsAsync(context.RequestAborted));
        Single(text, "release_events_sequence", "counter", "Number of the newest event.", await events.LastSequenceAsync(context.RequestAborted));
        Single(text, "release_applications", "gauge", "Applications on the board.", board.Current.Rows.Count);
        Process(text);
        return TypedResults.Text(text.ToString(), Format);
    }

    private static void ByStatus<T>(StringBuilder text, string name, string help, IReadOnlyDictionary<T, int> counts)
        where T : struct, Enum
    {
        Describe(text, name, "gauge", help);
        foreach (var status in Enum.GetValues<T>())
        {
            Sample(text, $"{name}{{status=\"{status.Word()}\"}}", counts.GetValueOrDefault(status));
        }
    }

    private static void Process(StringBuilder text)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Single(text, "process_resident_memory_bytes", "gauge", "Memory of the process.", process.WorkingSet64);
        Single(text, "process_cpu_seconds_total", "counter", "Processor time used.", process.TotalProcessorTime.TotalSeconds);
        Single(text, "dotnet_gc_heap_bytes", "gauge", "Managed memory in use.", GC.GetTotalMemory(forceFullCollection: false));
        Single(text, "process_open_threads", "gauge", "Threads of the process.", process.Threads.Count);
    }

    private static void Single(StringBuilder text, string name, string type, string help, double value)
    {
        Describe(text, name, type, help);
        Sample(text, name, value);
    }

    private static void Describe(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Sample(StringBuilder text, string name, double value) =>
        text.Append(name).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
