using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Release.Data;
using Release.Tests.Support;
using Release.Web;
using Release.Web.Start;

namespace Release.Tests.Integration.Start;

/// <summary>Nothing works before the address listens, whoever registered it; until all of it has started, that is what is answered.</summary>
public sealed class StartOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_starts_before_every_other_hosted_service_and_the_schema_before_the_rest()
    {
        using var directory = new TemporaryDirectory();
        await using var sandbox = await TestSandbox.StartAsync(directory.Path);
        await using var app = Program.Build(["--urls=http://127.0.0.1:0", $"--Release:DataDirectory={directory.Path}"]);

        var services = app.Services.GetServices<IHostedService>().Select(service => service.GetType().Name).ToArray();

        services.Length.ShouldBeGreaterThan(5);
        services[..2].ShouldBe(["GenericWebHostService", nameof(DatabaseMigration)]);
    }

    [Fact]
    public async Task While_others_start_it_lives_is_not_ready_and_answers_503()
    {
        var probe = new Probe();
        await using var app = await ReleaseApp.StartAsync(
            TextWriter.Null, builder => builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(services => probe.On(services))));

        probe.Answers.ShouldBe(
        [
            ("/healthcheck/live", HttpStatusCode.OK, "OK"),
            ("/healthcheck/ready", HttpStatusCode.ServiceUnavailable, """{"status":"critical","checks":{"startup":{"status":"critical","message":"Still starting."}}}"""),
            ("/api/applications", HttpStatusCode.ServiceUnavailable, "Release is starting"),
            ("/applications", HttpStatusCode.ServiceUnavailable, "Release is starting. This page loads by itself in a moment."),
        ]);
        using var served = await app.Machine.GetAsync("/api/applications", Cancel);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_failure_while_others_start_already_is_told_and_gives_the_directory_back()
    {
        using var directory = new TemporaryDirectory();
        string[] arguments = ["--urls=http://127.0.0.1:0", $"--Release:DataDirectory={directory.Path}", "--Logging:LogLevel:Default=None"];
        await using var sandbox = await TestSandbox.StartAsync(directory.Path);
        await using (var failing = Program.Build(arguments, builder => builder.Services.AddHostedService<FullDisk>()))
        {
            var refusal = await Should.ThrowAsync<StartupRefusedException>(() => failing.StartReleaseAsync(TextWriter.Null));
            refusal.Message.ShouldStartWith($"The disk is full. Free space for the data directory {directory.Path}");
            await failing.StopAsync(Cancel);
        }

        await using var next = Program.Build(arguments);
        await next.StartReleaseAsync(TextWriter.Null);
        await next.StopAsync(Cancel);
    }

    /// <summary>Asks the address while it starts.</summary>
    private sealed class Probe : IHostedService
    {
        private IServer _server = null!;

        public List<(string Path, HttpStatusCode Status, string Says)> Answers { get; } = [];

        public Probe On(IServiceProvider services)
        {
            _server = services.GetRequiredService<IServer>();
            return this;
        }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            using var client = new HttpClient { BaseAddress = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
            foreach (var path in (string[])["/healthcheck/live", "/healthcheck/ready", "/api/applications", "/applications"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                request.Headers.Accept.ParseAdd(path == "/applications" ? "text/html" : "application/json");
                using var response = await client.SendAsync(request, cancellationToken);
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                Answers.Add((path, response.StatusCode, path.StartsWith("/api", StringComparison.Ordinal) ? TitleOf(body) : body));
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private static string TitleOf(string problem) => System.Text.Json.JsonDocument.Parse(problem).RootElement.GetProperty("title").GetString()!;
    }

    /// <summary>Meets a full disk at its start, after much has started.</summary>
    private sealed class FullDisk : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new IOException("No space left on device : '/somewhere'");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
