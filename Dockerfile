# syntax=docker/dockerfile:1
# Release in a container, and the sandbox in another. Written with care and not run where it was written: no container engine was at hand.
#   docker build -t release .                               Release alone, for Live mode
#   docker build -t release-sandbox --target sandbox .      what imitates the outside (docker-compose.yml puts both together)

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# What restoring needs comes first, so that a change of code does not restore anew.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./

FROM build AS build-sandbox
COPY Release.Sandbox/Release.Sandbox.csproj Release.Sandbox/
RUN dotnet restore Release.Sandbox/Release.Sandbox.csproj
COPY appsettings.json ./
COPY Release.Sandbox/ Release.Sandbox/
RUN dotnet publish Release.Sandbox/Release.Sandbox.csproj -c Release --no-restore -o /app

FROM build AS build-release
COPY Release.Core/Release.Core.csproj Release.Core/
COPY Release.Data/Release.Data.csproj Release.Data/
COPY Release.Integrations/Release.Integrations.csproj Release.Integrations/
COPY Release.Web/Release.Web.csproj Release.Web/
RUN dotnet restore Release.Web/Release.Web.csproj
COPY appsettings.json ./
COPY Release.Core/ Release.Core/
COPY Release.Data/ Release.Data/
COPY Release.Integrations/ Release.Integrations/
COPY Release.Web/ Release.Web/
RUN dotnet publish Release.Web/Release.Web.csproj -c Release --no-restore -p:CompileAll=true -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
# git: the configuration repository. curl: the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends git curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# The image's own port variable would mean every interface and a second port.
ENV ASPNETCORE_HTTP_PORTS="" \
    HOME=/tmp \
    Release__DataDirectory=/data
# The base image's user without rights; the volume takes over the folder's owner.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
VOLUME /data
STOPSIGNAL SIGTERM

FROM runtime AS sandbox
COPY --from=build-sandbox /app ./
ENV Release__Sandbox__ControlUrl=http://0.0.0.0:5001 \
    Release__Sandbox__AllowRemote=true
EXPOSE 5001
HEALTHCHECK --interval=2s --timeout=5s --start-period=60s --retries=30 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:5001/"]
ENTRYPOINT ["dotnet", "Release.Sandbox.dll"]

# The last one, which is built where no target is named.
FROM runtime AS release
COPY --from=build-release /app ./
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8080/healthcheck/ready"]
ENTRYPOINT ["dotnet", "Release.Web.dll"]
