using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>An endpoint with TLS that says who asked: the name in the certificate, or the bearer of the token.</summary>
internal sealed class TlsCluster : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TlsCluster(WebApplication application, X509Certificate2 certificate)
    {
        _application = application;
        Certificate = certificate;
    }

    public X509Certificate2 Certificate { get; set; }

    /// <summary>Which tokens are accepted; null for all.</summary>
    public IReadOnlyCollection<string>? Tokens { get; set; }

    public ConcurrentQueue<string> Protocols { get; } = new();

    public Uri Address => new(_application.Urls.Single());

    public string Host => Address.Authority;

    public static async Task<TlsCluster> StartAsync(TestAuthority authority, X509Certificate2? certificate = null, bool wantsClientCertificate = false)
    {
        TlsCluster? self = null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(https =>
            {
                https.ServerCertificateSelector = (_, _) => self!.Certificate;
                https.ClientCertificateMode = wantsClientCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                https.ClientCertificateValidation = (shown, _, _) => authority.Signed(shown);
            });
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        self = new TlsCluster(builder.Build(), certificate ?? authority.Server());
        self._application.Run(self.AnswerAsync);
        await self._application.StartAsync(TestContext.Current.CancellationToken);
        return self;
    }

    /// <summary>Who the server says is asking, as a product's client asks.</summary>
    public static async Task<string> WhoAsync(ClusterClient client) =>
        (await client.GetAsync(ResourceKinds.Pods, "apps", "me", TestContext.Current.CancellationToken))!.Metadata.Name;

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Certificate.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        Protocols.Enqueue(context.Request.Protocol);
        var token = context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (Tokens is not null && !Tokens.Contains(token))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return context.Response.WriteAsync("""{"kind":"Status","message":"Unauthorized","reason":"Unauthorized","code":401}""", context.RequestAborted);
        }

        var who = context.Connection.ClientCertificate?.GetNameInfo(X509NameType.SimpleName, forIssuer: false) ?? token;
        return context.Response.WriteAsync($$"""{"metadata":{"name":"{{who}}","namespace":"apps"} }""", context.RequestAborted);
    }
}
