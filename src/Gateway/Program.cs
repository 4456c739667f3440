using Jinan.IndustryBrain.Gateway;
using Jinan.IndustryBrain.ServiceDefaults.Hosting;

return await ServiceRun.RunAsync(() => GatewayApplication.Build(args));
