using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Release.Core.Access;
using Release.Data;
using Release.Web.Options;
using Release.Web.Urls;

namespace Release.Web.SignIn;

/// <summary>Registers sign-in: machine tokens, sessions and GitHub.</summary>
internal static class ReleaseSignIn
{
    /// <summary>Call it after AddRelease: session keys need the database's tables, and the sandbox its addresses.</summary>
    /// <exception cref="StartupRefusedException">An option is wrong.</exception>
    public static void AddReleaseSignIn(this WebApplicationBuilder builder, ReleaseOptions options)
    {
        var services = builder.Services;
        var settings = SignInRules.Read(builder.Configuration);
        services.AddSingleton(settings);
        services.AddSingleton(SignInRules.Mapping(settings, options.EnvironmentOrder()));
        services.AddSingleton(new SessionSettings(settings.SessionLength, settings.RecheckEvery, settings.Remembered, settings.Grace));
        services.AddSingleton<FailureLimit>();
        services.AddSingleton<SessionEvents>();
        AddSchemes(services, settings);
        // Every endpoint needs sign-in unless it allows anonymous requests.
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // As lax as the session's cookie (docs/adr/0009): with Strict, opening a page from a link elsewhere would replace the cookie and invalidate open forms.
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Lax);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        AddKeys(services, settings);
    }

    private static void AddSchemes(IServiceCollection services, SignInSettings settings)
    {
        var schemes = services.AddAuthentication(ReleaseSchemes.Either)
            .AddPolicyScheme(ReleaseSchemes.Either, null, either => either.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? ReleaseSchemes.ApiToken : ReleaseSchemes.Session)
            .AddScheme<AuthenticationSchemeOptions, ApiTokenAuthentication>(ReleaseSchemes.ApiToken, null)
            .AddCookie(ReleaseSchemes.Session, session => Session(session, settings));
        if (settings.IsConfigured)
        {
            services.AddSingleton<GitHubSignIn>();
            schemes.AddOAuth(ReleaseSchemes.GitHub, _ => { });
            services.AddOptions<OAuthOptions>(ReleaseSchemes.GitHub).Configure<GitHubSignIn>((oauth, github) => github.Configure(oauth));
        }
    }

    private static void Session(CookieAuthenticationOptions session, SignInSettings settings)
    {
        session.Cookie.Name = "release-session";
        session.Cookie.HttpOnly = true;
        session.Cookie.SameSite = SameSiteMode.Lax;
        session.ExpireTimeSpan = settings.SessionLength;
        // Activity does not extend a session: at its end the person signs in with GitHub again.
        session.SlidingExpiration = false;
        session.LoginPath = ReleaseUrls.SignIn;
        session.EventsType = typeof(SessionEvents);
    }

    private static void AddKeys(IServiceCollection services, SignInSettings settings)
    {
        var keys = services.AddDataProtection().SetApplicationName("Release").PersistKeysToReleaseData();
        if (settings.KeyCertificate.Length > 0)
        {
            keys.ProtectKeysWithCertificate(X509CertificateLoader.LoadPkcs12FromFile(settings.KeyCertificate, settings.KeyCertificatePassword));
        }
    }
}

/// <summary>The names of the authentication schemes.</summary>
internal static class ReleaseSchemes
{
    /// <summary>Forwards to one of the other schemes, by the request's headers.</summary>
    public const string Either = "Release";

    /// <summary>Machines: <c>Authorization: Bearer TOKEN</c>.</summary>
    public const string ApiToken = "ApiToken";

    /// <summary>People: a cookie.</summary>
    public const string Session = "Session";

    /// <summary>How people get that cookie. Registered only when it is configured.</summary>
    public const string GitHub = "GitHub";
}
