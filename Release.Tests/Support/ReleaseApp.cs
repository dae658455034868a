using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Data.Stores;
using Release.Tests.Support.Data;
using Release.Web;
using Release.Web.Start;

namespace Release.Tests.Support;

/// <summary>The real host on a free loopback port, with a data directory of its own that is deleted afterwards, and in sandbox mode with the sandbox beside it.</summary>
internal sealed partial class ReleaseApp : IAsyncDisposable
{
    public const string AdminToken = "a-token-with-every-right";

    private readonly WebApplication _app;
    private readonly string _directory;

    private readonly TestSandbox? _sandbox;

    private ReleaseApp(WebApplication app, string directory, TestSandbox? sandbox)
    {
        _app = app;
        _sandbox = sandbox;
        _directory = directory;
        Address = new Uri(app.Urls.First());
        Machine = NewClient();
        Machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        Anonymous = NewClient();
    }

    public Uri Address { get; }

    /// <summary>Calls with a machine token that has every right.</summary>
    public HttpClient Machine { get; }

    public HttpClient Anonymous { get; }

    /// <summary>In sandbox mode alone.</summary>
    public TestSandbox Sandbox => _sandbox ?? throw new InvalidOperationException("In live mode there is no sandbox.");

    public IServiceProvider Services => _app.Services;

    public string DataDirectory => _directory;

    /// <param name="settings">Options as <c>Release:Mode=Sandbox</c>.</param>
    public static Task<ReleaseApp> StartAsync(params string[] settings) => StartAsync(TextWriter.Null, settings);

    public static Task<ReleaseApp> StartAsync(TextWriter output, params string[] settings) => StartAsync(output, null, settings);

    /// <param name="adjust">Puts something of the test's own in the place of the product's.</param>
    public static async Task<ReleaseApp> StartAsync(TextWriter output, Action<WebApplicationBuilder>? adjust, params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("release-app-").FullName;
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0",
            $"--Release:DataDirectory={directory}",
            $"--Release:Sandbox:ApiToken={AdminToken}",
            "--Release:Sandbox:RolloutSeconds=0",
            "--Release:Sandbox:SmokeTestSeconds=0",
            "--Release:Sandbox:BuildSeconds=0",
            "--Logging:LogLevel:Default=None",
            "--Logging:LogLevel:Release.Sandbox=None",
            .. settings.Select(setting => "--" + setting),
        ];
        var sandbox = settings.Contains("Release:Mode=Live", StringComparer.Ordinal) ? null : await TestSandbox.StartAsync(directory, arguments);
        try
        {
            var app = Program.Build(arguments, builder =>
            {
                builder.Logging.ClearProviders();
                adjust?.Invoke(builder);
            });
            await app.StartReleaseAsync(output);
            return new ReleaseApp(app, directory, sandbox);
        }
        catch
        {
            await (sandbox?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Settings of a new database on a server, which several hosts may share as replicas; a SQLite file has one owner.</summary>
    public static async Task<string[]> ServerDatabaseAsync() =>
        ["Release:Database:Provider=PostgreSql", $"ConnectionStrings:Release={await PostgreSqlServer.NewDatabaseAsync()}"];

    /// <summary>A browser: keeps cookies, follows no redirect, sends what browsers send from our own pages.</summary>
    public HttpClient NewBrowser()
    {
        var browser = NewClient();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return browser;
    }

    public HttpClient WithToken(string token)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Makes a machine token with these rights and calls with it.</summary>
    public async Task<HttpClient> MachineWithAsync(TokenScopes scopes, params string[] environments)
    {
        var token = TokenSecret.New();
        await Services.GetRequiredService<ApiTokenStore>().ReplaceAsync(
            new ApiToken(
                $"token-{token[..8]}", TokenSecret.HashOf(token), scopes,
                environments.Select(EnvironmentName.Parse), "test", TimeProvider.System.GetUtcNow()),
            TestContext.Current.CancellationToken);
        return WithToken(token);
    }

    /// <summary>As SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Machine.Dispose();
        Anonymous.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await (_sandbox?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_directory, recursive: true);
    }

    private HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = new(),
    })
    {
        BaseAddress = Address,
    };
}
