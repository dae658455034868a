using System.Diagnostics;
using Release.Tests.Support;

namespace Release.Tests.Integration.Kill;

/// <summary>
/// One data directory and the processes that follow each other on it. Each begins another promotion and is killed in its
/// course, with those that earlier kills have interrupted still under way beside it; every third is killed while it starts.
/// The sandbox is a process apart and lives on, as the real outside does.
/// </summary>
internal sealed class KillLane : IAsyncDisposable
{
    private const int StartKillEvery = 3;
    private static readonly string[] Settings = ["Release:Sandbox:RolloutSeconds=0.4", "Release:Sandbox:SmokeTestSeconds=0.3", "Logging:LogLevel:Default=Warning"];

    private readonly TemporaryDirectory _directory = new();
    private readonly string _name;
    private readonly Random _random;
    private readonly ITestOutputHelper _output;
    private readonly int _kills;
    private readonly string _dataDirectory;
    private readonly string[] _settings;
    private readonly KilledPromotions _promotions;
    private SandboxProcess? _sandbox;
    private ReleaseProcess? _release;
    private TimeSpan _starting;

    public KillLane(string name, int kills, Random random, ITestOutputHelper output)
    {
        (_name, _kills, _random, _output) = (name, kills, random, output);
        _dataDirectory = Path.Combine(_directory.Path, "data");
        _promotions = new KilledPromotions(Path.Combine(_dataDirectory, "sandbox"));
        _settings = [.. Settings, $"Release:Sandbox:SeedDirectory={KilledPromotion.Seed(Path.Combine(_directory.Path, "seed"), kills + 1)}"];
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _sandbox = await SandboxProcess.StartAsync(_dataDirectory, _settings);
        await RestartAsync(cancellationToken);
        var duration = await UndisturbedAsync(cancellationToken);
        for (var kill = 1; kill <= _kills; kill++)
        {
            if (kill % StartKillEvery == 0)
            {
                _release = ReleaseProcess.Begin(_sandbox!, _settings);
                await KillAfterAsync($"kill {kill}, while it starts", _starting);
            }
            else
            {
                await RestartAsync(cancellationToken);
                await RequestAsync(cancellationToken);
                await KillAfterAsync($"kill {kill}, after the request", duration);
            }
        }

        await RestartAsync(cancellationToken);
        await _promotions.EndAsExpectedAsync(_release!, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_release is not null)
        {
            await _release.DisposeAsync();
        }

        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _directory.Dispose();
    }

    /// <summary>A new process, unless one is there.</summary>
    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_release is null)
        {
            var time = Stopwatch.StartNew();
            _release = await ReleaseProcess.StartAsync(_sandbox!, _settings);
            _starting = time.Elapsed;
        }
    }

    /// <summary>How long a promotion takes from its request to its end when nothing kills it.</summary>
    private async Task<TimeSpan> UndisturbedAsync(CancellationToken cancellationToken)
    {
        var time = Stopwatch.StartNew();
        await RequestAsync(cancellationToken);
        await _promotions.EndAsExpectedAsync(_release!, cancellationToken);
        return time.Elapsed;
    }

    private async Task RequestAsync(CancellationToken cancellationToken)
    {
        var promotion = _promotions.Add();
        await promotion.FailInProductionAsync(_sandbox!, cancellationToken);
        await promotion.RequestAsync(_release!, cancellationToken);
    }

    /// <summary>The moment itself is what is tested, so here a timer decides.</summary>
    private async Task KillAfterAsync(string which, TimeSpan atMost)
    {
        var moment = atMost * _random.NextDouble();
        _output.WriteLine($"{_name}, {which}: after {moment.TotalMilliseconds:0} ms of {atMost.TotalMilliseconds:0}");
        await Moments.PassAsync(moment);
        await _release!.KillAsync();
        await _release.DisposeAsync();
        _release = null;
    }
}
