using System.Text.Json;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Services;

/// <summary>The runs of smoke tests, saved in <c>smoke-tests.jsonl</c> so that a flaky test fails once and not after each restart.</summary>
internal sealed class SmokeTestRuns
{
    private const int Kept = 2000;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string, string, string, string), SmokeTestRun> _runs = [];
    private readonly Dictionary<(string, string, string), int> _counts = [];

    public SmokeTestRuns(string path, TimeProvider time, ILogger logger)
    {
        _path = path;
        _time = time;
        Load(logger);
    }

    /// <summary>The run of that name, started if there is none.</summary>
    public SmokeTestRun Begin(string environment, string application, string version, string run)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue((environment, application, version, run), out var known))
            {
                return known;
            }

            var number = _counts.GetValueOrDefault((environment, application, version)) + 1;
            var begun = new SmokeTestRun(environment, application, version, run, number, _time.GetUtcNow());
            File.AppendAllText(_path, JsonSerializer.Serialize(begun, Format) + "\n");
            Remember(begun);
            return begun;
        }
    }

    private void Remember(SmokeTestRun run)
    {
        _runs[(run.Environment, run.Application, run.Version, run.Run)] = run;
        _counts[(run.Environment, run.Application, run.Version)] = run.Number;
    }

    /// <summary>Loads the newest runs; a line that a kill cut short is dropped.</summary>
    private void Load(ILogger logger)
    {
        if (!File.Exists(_path))
        {
            return;
        }

        var lines = File.ReadAllLines(_path);
        foreach (var line in lines.TakeLast(Kept))
        {
            try
            {
                Remember(JsonSerializer.Deserialize<SmokeTestRun>(line, Format)!);
            }
            catch (JsonException exception)
            {
                Log.LineDropped(logger, exception, _path);
            }
        }

        if (_runs.Count != lines.Length)
        {
            StateFile.Write(_path, System.Text.Encoding.UTF8.GetBytes(string.Concat(_runs.Values.Select(run => JsonSerializer.Serialize(run, Format) + "\n"))));
        }
    }
}

/// <summary>One run of an application's smoke tests.</summary>
/// <param name="Run">Name chosen by the caller; the same name is the same run.</param>
/// <param name="Number">Counts the runs of this version, from 1.</param>
internal sealed record SmokeTestRun(string Environment, string Application, string Version, string Run, int Number, DateTimeOffset StartedAt);
