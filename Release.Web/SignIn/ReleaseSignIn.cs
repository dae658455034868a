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

/// <summary>Who one is: machine tokens, sessions, and GitHub.</summary>
internal static class ReleaseSignIn
{
    /// <summary>Call it after AddRelease: session keys need the database's tables, and the sandbox its addresses.</summary>
    /// <exception cref="StartupRefusedException">What is configured cannot be right.</exception>
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
        // Nothing is reachable without sign-in unless it says so itself.
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // As lax as the session (docs/adr/0009): a page opened from a link elsewhere must not spoil the forms of those open already.
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Lax);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CurrentActor>();
        services.AddHttpContextAccessor();
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
        // A session ends so long after sign-in, however busy: GitHub is asked then who one is.
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
    /// <summary>Chooses one of the others by the request.</summary>
    public const string Either = "Release";

    /// <summary>Machines: <c>Authorization: Bearer TOKEN</c>.</summary>
    public const string ApiToken = "ApiToken";

    /// <summary>People: a cookie.</summary>
    public const string Session = "Session";

    /// <summary>How people get that cookie. Only there when it is configured.</summary>
    public const string GitHub = "GitHub";
}
